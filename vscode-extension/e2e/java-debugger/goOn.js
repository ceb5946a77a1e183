'use strict';
const net = require('node:net');

const HANDSHAKE = 'JDWP-Handshake';
// The length, an id, no flags, the command set of the virtual machine, its command to resume.
const RESUME = Buffer.from([0, 0, 0, 11, 0, 0, 0, 1, 0, 1, 9]);

/** The least that a debugger can do: attaches to a JVM and has it go on. Returns the connection, which ends with the JVM. */
exports.goOn = (host, port) => {
    const socket = net.connect(port, host, () => socket.write(HANDSHAKE));
    socket.on('error', () => undefined);
    socket.once('data', () => socket.write(RESUME));
    socket.resume();
    return socket;
};

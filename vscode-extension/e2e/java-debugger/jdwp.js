'use strict';
const net = require('node:net');

const HANDSHAKE = 'JDWP-Handshake';
// The length, an id, no flags, the command set of the virtual machine, its command to resume.
const RESUME = Buffer.from([0, 0, 0, 11, 0, 0, 0, 1, 0, 1, 9]);

/** Attaches to a JVM. Returns the connection, which ends with the JVM; its first data say that the JVM is there. */
exports.attach = (host, port) => {
    const socket = net.connect(port, host, () => socket.write(HANDSHAKE));
    socket.on('error', () => undefined);
    socket.resume();
    return socket;
};

/** A JVM that waits since it was started goes on. */
exports.goOn = (socket) => socket.write(RESUME);

package main

import (
	"io"
	"net"
	"os"
)

// bridge joins standard input and output to the socket, byte for byte, until either side closes: for an editor that can
// only start a server of its own.
func bridge(d daemon) int {
	// The bytes are the editor's from the first one on, so the handshake that tells whether the daemon fits is done on a
	// connection of its own.
	c, err := d.connect()
	if err != nil {
		return fail(exitInternal, err)
	}
	socket, err := net.Dial("unix", d.place.socket)
	c.socket.Close()
	if err != nil {
		return fail(exitInternal, errGone)
	}
	defer socket.Close()
	go func() {
		io.Copy(socket, os.Stdin)
		// The daemon sends what it still has for us, then closes; that ends the copying below.
		socket.(*net.UnixConn).CloseWrite()
	}()
	io.Copy(os.Stdout, socket)
	return exitOK
}

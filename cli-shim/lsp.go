package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"net"
	"net/url"
	"os"
)

// editorDirectory is where an editor says that its files are, in the first message that it sends, "initialize"; "." where
// it says nothing of it. It also returns the bytes that were read to know, which the daemon has to see.
func editorDirectory(in *bufio.Reader) (directory string, read []byte) {
	var seen bytes.Buffer
	body, err := readFrame(bufio.NewReaderSize(io.TeeReader(in, &seen), 1))
	if err != nil {
		return ".", seen.Bytes()
	}
	var first struct {
		Params struct {
			WorkspaceFolders []struct {
				URI string `json:"uri"`
			} `json:"workspaceFolders"`
			RootURI string `json:"rootUri"`
		} `json:"params"`
	}
	if json.Unmarshal(body, &first) != nil {
		return ".", seen.Bytes()
	}
	uri := first.Params.RootURI
	if folders := first.Params.WorkspaceFolders; len(folders) > 0 {
		uri = folders[0].URI
	}
	parsed, err := url.Parse(uri)
	if err != nil || parsed.Scheme != "file" || parsed.Path == "" {
		return ".", seen.Bytes()
	}
	return parsed.Path, seen.Bytes()
}

// bridge joins standard input and output to the socket, byte for byte, until either side closes: for an editor that can
// only start a server of its own. What was read of its input before comes first.
func bridge(d daemon, read []byte, in io.Reader) int {
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
		io.Copy(socket, io.MultiReader(bytes.NewReader(read), in))
		// The daemon sends what it still has for us, then closes; that ends the copying below.
		socket.(*net.UnixConn).CloseWrite()
	}()
	io.Copy(os.Stdout, socket)
	return exitOK
}

package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"io"
	"net"
	"net/url"
	"os"
	"strconv"
	"strings"
)

// What a daemon takes of an editor: fields of a header together, and one message.
const (
	maxHeader  = 8 << 10
	maxContent = 32 << 20
)

// editorDirectory is where an editor says that its files are, in the first message that it sends, "initialize"; "." where
// it says nothing of it. It also returns the bytes that were read to know, which the daemon has to see.
func editorDirectory(in *bufio.Reader) (directory string, read []byte) {
	// A line at a time: what comes next may be a while in coming, and nonsense has to reach the daemon, which says what is
	// wrong with it, as soon as it is seen to be nonsense.
	var line []byte
	length := -1
	for {
		next, err := in.ReadByte()
		if err != nil {
			return ".", read
		}
		read = append(read, next)
		if len(read) > maxHeader {
			return ".", read
		}
		if next != '\n' {
			line = append(line, next)
			continue
		}
		field := strings.TrimRight(string(line), "\r")
		line = nil
		if field == "" {
			break
		}
		name, value, isField := strings.Cut(field, ":")
		if !isField || name == "" {
			return ".", read
		}
		if strings.EqualFold(strings.TrimSpace(name), "Content-Length") {
			told, err := strconv.ParseUint(strings.TrimSpace(value), 10, 31)
			if err != nil || told > maxContent {
				return ".", read
			}
			length = int(told)
		}
	}
	if length < 0 {
		return ".", read
	}
	body := make([]byte, length)
	count, err := io.ReadFull(in, body)
	read = append(read, body[:count]...)
	if err != nil {
		return ".", read
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
		return ".", read
	}
	uri := first.Params.RootURI
	if folders := first.Params.WorkspaceFolders; len(folders) > 0 {
		uri = folders[0].URI
	}
	parsed, err := url.Parse(uri)
	if err != nil || parsed.Scheme != "file" || parsed.Path == "" {
		return ".", read
	}
	return parsed.Path, read
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

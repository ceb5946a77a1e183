package main

import (
	"bufio"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"strconv"
	"strings"
	"sync"
)

// protocolVersion is the version of the pages in protocol-spec/ that this client was written to.
const protocolVersion = 1

// codeServerStopping answers a request that came after the daemon was asked to stop.
const codeServerStopping = 1001

// maxMessage bounds what a peer can make us hold; output comes in far smaller pieces.
const maxMessage = 64 << 20

type message struct {
	Version string          `json:"jsonrpc"`
	ID      *int            `json:"id,omitempty"`
	Method  string          `json:"method,omitempty"`
	Params  json.RawMessage `json:"params,omitempty"`
	Result  json.RawMessage `json:"result,omitempty"`
	Error   *responseError  `json:"error,omitempty"`
}

type responseError struct {
	Code    int    `json:"code"`
	Message string `json:"message"`
}

type initializeParams struct {
	ProcessID    int          `json:"processId"`
	ClientInfo   nameVersion  `json:"clientInfo"`
	Capabilities capabilities `json:"capabilities"`
}

type initializeResult struct {
	ServerInfo   nameVersion  `json:"serverInfo"`
	Capabilities capabilities `json:"capabilities"`
}

type nameVersion struct {
	Name    string `json:"name"`
	Version string `json:"version"`
}

type capabilities struct {
	Experimental experimental `json:"experimental"`
}

type experimental struct {
	Tls tlsCapabilities `json:"tls"`
}

type tlsCapabilities struct {
	ProtocolVersion int      `json:"protocolVersion"`
	Build           string   `json:"build,omitempty"`
	Built           string   `json:"built,omitempty"`
	Pid             int      `json:"pid,omitempty"`
	Root            string   `json:"root,omitempty"`
	RuntimeHome     string   `json:"runtimeHome,omitempty"`
	Log             string   `json:"log,omitempty"`
	Features        []string `json:"features,omitempty"`
}

type execParams struct {
	Argv     []string          `json:"argv"`
	Cwd      string            `json:"cwd"`
	Env      map[string]string `json:"env"`
	Terminal terminal          `json:"terminal"`
}

type terminal struct {
	Stdout  bool `json:"stdout"`
	Stderr  bool `json:"stderr"`
	Color   bool `json:"color"`
	Columns int  `json:"columns"`
	// Input is what can be passed on of what is typed: "keys", or nothing.
	Input string `json:"input,omitempty"`
}

type execResult struct {
	ExitCode int `json:"exitCode"`
}

type execOutput struct {
	Stream string `json:"stream"`
	Text   string `json:"text"`
}

type execReadKeys struct {
	On bool `json:"on"`
}

type execInput struct {
	Text string `json:"text"`
}

type execResize struct {
	Columns int `json:"columns"`
}

type cancelParams struct {
	ID int `json:"id"`
}

type stopParams struct {
	When string `json:"when"`
}

// connection is a JSON-RPC connection. Any goroutine may send; one receives.
type connection struct {
	socket    net.Conn
	reader    *bufio.Reader
	sending   sync.Mutex
	lastID    int
	daemonPid int // known from the handshake
}

func newConnection(socket net.Conn) *connection {
	return &connection{socket: socket, reader: bufio.NewReaderSize(socket, 16<<10)}
}

func (c *connection) request(method string, params any) (id int, err error) {
	c.lastID++
	id = c.lastID
	return id, c.send(method, &id, params)
}

func (c *connection) notify(method string, params any) error {
	return c.send(method, nil, params)
}

func (c *connection) send(method string, id *int, params any) error {
	encodedParams, err := json.Marshal(params)
	if err != nil {
		return err
	}
	body, err := json.Marshal(message{Version: "2.0", ID: id, Method: method, Params: encodedParams})
	if err != nil {
		return err
	}
	c.sending.Lock()
	defer c.sending.Unlock()
	_, err = c.socket.Write(append([]byte("Content-Length: "+strconv.Itoa(len(body))+"\r\n\r\n"), body...))
	return err
}

func (c *connection) receive() (message, error) {
	body, err := readFrame(c.reader)
	if err != nil {
		return message{}, err
	}
	var received message
	if err := json.Unmarshal(body, &received); err != nil {
		return message{}, fmt.Errorf("the daemon sent what is no message: %w", err)
	}
	return received, nil
}

// readFrame reads one message of the LSP base protocol. io.EOF only between frames.
func readFrame(reader *bufio.Reader) ([]byte, error) {
	length := -1
	for first := true; ; first = false {
		line, err := reader.ReadString('\n')
		if err != nil {
			if first && line == "" {
				return nil, err
			}
			return nil, io.ErrUnexpectedEOF
		}
		line = strings.TrimRight(line, "\r\n")
		if line == "" {
			break
		}
		name, value, _ := strings.Cut(line, ":")
		if !strings.EqualFold(name, "Content-Length") {
			continue
		}
		length, err = strconv.Atoi(strings.TrimSpace(value))
		if err != nil || length < 0 || length > maxMessage {
			return nil, fmt.Errorf("impossible header: %s", line)
		}
	}
	if length < 0 {
		return nil, errors.New("a message without Content-Length")
	}
	body := make([]byte, length)
	if _, err := io.ReadFull(reader, body); err != nil {
		return nil, io.ErrUnexpectedEOF
	}
	return body, nil
}

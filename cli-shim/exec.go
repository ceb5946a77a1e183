package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"strings"
	"syscall"
)

// errReaderGone is why printing ends early: nobody is there to read, and nobody to complain to.
var errReaderGone = errors.New("nobody reads the output")

// execute has the daemon do what the command line asks for, prints what comes back, and is its exit code. A daemon that
// the command line ends is gone when execute returns, with all that it had to write.
func execute(d daemon, args []string, endsDaemon bool) int {
	directory, err := os.Getwd()
	if err != nil {
		return fail(exitInternal, err)
	}
	d.call = &execParams{Argv: append([]string{}, args...), Cwd: directory, Env: environment(), Terminal: terminalFacts()}
	keys := &keyboard{}
	for attempt := 0; attempt < attempts; attempt++ {
		c, err := d.connect()
		if answer := (answered{}); errors.As(err, &answer) {
			os.Stdout.WriteString(answer.Out)
			os.Stderr.WriteString(answer.Err)
			return answer.ExitCode
		}
		if err != nil {
			return fail(exitInternal, err)
		}
		code, err := executeOn(c, *d.call, keys)
		if err == nil && endsDaemon && !awaitGone(c) {
			err = fmt.Errorf("the daemon was asked to end and did not within %v%s", goneLimit, d.howToEnd())
		}
		c.socket.Close()
		switch {
		case err == nil:
			return code
		case errors.Is(err, errGone): // It was asked to stop, and did nothing of what is to be done, or does it no longer: its successor does.
			d.awaitSuccessor()
			continue
		case errors.Is(err, io.EOF), errors.Is(err, io.ErrUnexpectedEOF), errors.Is(err, syscall.ECONNRESET):
			return fail(exitInternal, errors.New("the daemon ended unexpectedly; see "+d.place.log()))
		case errors.Is(err, errReaderGone):
			return exitBrokenPipe
		default:
			return fail(exitInternal, err)
		}
	}
	return fail(exitInternal, errGone)
}

func executeOn(c *connection, call execParams, keys *keyboard) (int, error) {
	id, err := c.request("tls/exec", call)
	if err != nil {
		return 0, io.EOF
	}
	keys.attach(c)
	// On every way out, for a shell in a raw terminal is of no use to anybody.
	defer keys.off()
	defer cancelOnSignal(c, id, keys)()
	for {
		received, err := c.receive()
		if err != nil {
			keys.leaveLine()
			return 0, err
		}
		switch {
		case received.Method == "tls/execOutput":
			if err := show(received.Params); err != nil {
				c.notify("$/cancelRequest", cancelParams{ID: id})
				return 0, err
			}
		case received.Method == "tls/execReadKeys":
			var wanted execReadKeys
			if err := json.Unmarshal(received.Params, &wanted); err != nil {
				return 0, fmt.Errorf("the daemon asks for keys in a way unknown to this client: %w", err)
			}
			if wanted.On {
				keys.on()
			} else {
				keys.off()
			}
		case received.Method != "" || received.ID == nil || *received.ID != id:
			continue // A notification of a later protocol.
		case received.Error != nil && received.Error.Code == codeServerStopping:
			awaitEnd(c)
			return 0, errGone
		case received.Error != nil:
			return 0, errors.New(received.Error.Message)
		default:
			var result execResult
			err := json.Unmarshal(received.Result, &result)
			return result.ExitCode, err
		}
	}
}

// show prints a piece of output.
func show(params json.RawMessage) error {
	var output execOutput
	if err := json.Unmarshal(params, &output); err != nil {
		return fmt.Errorf("the daemon sent output that cannot be read: %w", err)
	}
	stream := os.Stdout
	if output.Stream == "err" {
		stream = os.Stderr
	}
	if _, err := stream.WriteString(output.Text); err != nil {
		if errors.Is(err, syscall.EPIPE) {
			return errReaderGone
		}
		return fmt.Errorf("cannot print: %w", err)
	}
	return nil
}

// cancelOnSignal makes a first Ctrl-C or SIGTERM a wish to the daemon, whose answer is still awaited, for it tells what
// was done; a second one ends this process at once.
func cancelOnSignal(c *connection, id int, keys *keyboard) (stop func()) {
	signals := make(chan os.Signal, 2)
	signal.Notify(signals, syscall.SIGINT, syscall.SIGTERM)
	go func() {
		for wishes := 0; ; wishes++ {
			if _, open := <-signals; !open {
				return
			}
			if wishes > 0 {
				keys.off()
				os.Exit(exitInterrupted)
			}
			c.notify("$/cancelRequest", cancelParams{ID: id})
		}
	}()
	return func() {
		signal.Stop(signals)
		close(signals)
	}
}

func environment() map[string]string {
	variables := make(map[string]string)
	for _, entry := range os.Environ() {
		if name, value, ok := strings.Cut(entry, "="); ok && name != "" {
			variables[name] = value
		}
	}
	return variables
}

func terminalFacts() terminal {
	columns, stdout := terminalColumns(os.Stdout)
	_, stderr := terminalColumns(os.Stderr)
	color := stdout && os.Getenv("NO_COLOR") == "" && os.Getenv("TERM") != "dumb"
	facts := terminal{Stdout: stdout, Stderr: stderr, Color: color, Columns: columns}
	if stdout && canReadKeys(os.Stdin) {
		facts.Input = "keys"
	}
	return facts
}

package main

import (
	"bufio"
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"hash/crc32"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"
	"time"
)

// Time limits, all of them.
const (
	// handshakeLimit is how long a daemon that took our connection may take to introduce itself: with fifty clients at once on
	// a busy machine, ten seconds were too few.
	handshakeLimit = 30 * time.Second
	// announceAfter is how long starting may take before people are told what they wait for.
	announceAfter = time.Second
	// answerLimit is how long a daemon that holds the lock may take until it listens.
	answerLimit = 10 * time.Second
	// successorLimit is how long whoever replaces a daemon may take to begin to start another one.
	successorLimit = 2 * time.Second
	// answerStep is how often to look.
	answerStep = 20 * time.Millisecond
	// goneLimit is how long a daemon that was asked to end may take until its process is gone.
	goneLimit = 20 * time.Second
	// attempts at a daemon that goes away between our knock and its answer, a step apart: one that is about to stop still
	// takes connections for a while, the longer the busier the machine is.
	attempts = int(answerLimit / answerStep)
	// replacements of daemons that do not fit; the first one should.
	replacements = 5
)

var errGone = errors.New("the daemon went away before it answered")

// install is where this distribution lies.
type install struct {
	dist  string
	build string // what the daemon of the same files reports; empty where none is known
	built string // when they were built; texts that compare as the times do
}

// installation is found from the executable, symbolic links resolved: DIST/bin/tls.
func installation() install {
	executable, err := os.Executable()
	if err != nil {
		return install{}
	}
	if real, err := filepath.EvalSymlinks(executable); err == nil {
		executable = real
	}
	dist := filepath.Dir(filepath.Dir(executable))
	build, _ := os.ReadFile(filepath.Join(dist, "lib", "build-id"))
	built, _ := os.ReadFile(filepath.Join(dist, "lib", "build-time"))
	return install{dist: dist, build: strings.TrimSpace(string(build)), built: strings.TrimSpace(string(built))}
}

// daemon is the daemon of one workspace, running or not.
type daemon struct {
	place   rendezvous
	install install
	// call is the command line that it would be started for; nil where there is none. The process that is about to become
	// the daemon reads it, and answers what needs none: help, for one.
	call *execParams
}

// answered is what that process said instead of becoming a daemon.
type answered struct {
	ExitCode int    `json:"exitCode"`
	Out      string `json:"out"`
	Err      string `json:"err"`
}

func (a answered) Error() string { return "answered without a daemon" }

func (d daemon) listens() bool {
	socket, err := net.Dial("unix", d.place.socket)
	if err != nil {
		return false
	}
	socket.Close()
	return true
}

// connect is a connection to a daemon that fits, started or replaced where need be, with the handshake done.
func (d daemon) connect() (*connection, error) {
	replaced := 0
	for attempt := 0; attempt < attempts && replaced < replacements; attempt++ {
		socket, err := d.dialOrStart()
		if err != nil {
			return nil, err
		}
		c := newConnection(socket)
		server, err := d.introduce(c)
		if errors.Is(err, errGone) {
			socket.Close()
			time.Sleep(answerStep)
			continue
		}
		if err != nil {
			socket.Close()
			return nil, err
		}
		c.daemonPid = server.Capabilities.Experimental.Tls.Pid
		reason := d.unfit(server.Capabilities.Experimental.Tls)
		if reason == "" {
			return c, nil
		}
		fmt.Fprintln(os.Stderr, "tls: replacing the daemon as soon as it is idle: "+reason)
		if _, err := c.request("tls/stop", stopParams{When: "idle"}); err == nil {
			awaitEnd(c)
		}
		socket.Close()
		replaced++
	}
	return nil, errGone
}

// introduce does the handshake.
func (d daemon) introduce(c *connection) (initializeResult, error) {
	var result initializeResult
	params := initializeParams{ProcessID: os.Getpid(), ClientInfo: nameVersion{"tls", Version}}
	params.Capabilities.Experimental.Tls.ProtocolVersion = protocolVersion
	c.socket.SetDeadline(time.Now().Add(handshakeLimit))
	defer c.socket.SetDeadline(time.Time{})
	if _, err := c.request("initialize", params); err != nil {
		return result, errGone
	}
	answer, err := c.receive()
	switch {
	case errors.Is(err, os.ErrDeadlineExceeded):
		return result, fmt.Errorf("the daemon took the connection and does not answer%s. See %s", d.howToEnd(),
			d.place.log())
	case err != nil:
		return result, errGone
	case answer.Error != nil && answer.Error.Code == codeServerStopping:
		awaitEnd(c)
		return result, errGone
	case answer.Error != nil:
		return result, fmt.Errorf("the daemon refuses: %s", answer.Error.Message)
	}
	if err := json.Unmarshal(answer.Result, &result); err != nil {
		return result, fmt.Errorf("the daemon introduces itself in a way unknown to this client: %w", err)
	}
	if told := result.Capabilities.Experimental.Tls; told.ProtocolVersion > protocolVersion {
		return result, fmt.Errorf("the daemon of this workspace is tls %s, which is newer than this client and speaks "+
			"another version of the protocol. Use that tls here too, or end the daemon: kill %d", result.ServerInfo.Version, told.Pid)
	}
	return result, nil
}

// unfit is why that daemon must be replaced; empty when it need not.
func (d daemon) unfit(server tlsCapabilities) string {
	if server.ProtocolVersion < protocolVersion {
		return "it speaks an older version of the protocol"
	}
	// Of two builds on one workspace the newer one wins once, and the older one's clients go on with its daemon.
	isNewer := server.Built != "" && server.Built >= d.install.built
	if server.Build != d.install.build && !isNewer {
		return "it is of an older build of tls"
	}
	// JAVA_HOME is often the project's, and another one in each terminal.
	if wanted, err := findJava(); err == nil && wanted.from == "TLS_JAVA" && wanted.home != server.RuntimeHome {
		return fmt.Sprintf("%s is now %s, and it runs on %s", wanted.from, wanted.home, server.RuntimeHome)
	}
	return ""
}

// awaitEnd reads until the daemon closes the connection, which it does last.
func awaitEnd(c *connection) {
	io.Copy(io.Discard, c.reader)
}

// awaitGone is whether the daemon's process ended: it goes on for a while after it closed the connection, where it has
// to write the archive of its classes.
func awaitGone(c *connection) bool {
	deadline := time.Now().Add(goneLimit)
	c.socket.SetDeadline(deadline)
	awaitEnd(c)
	for ; time.Now().Before(deadline); time.Sleep(answerStep) {
		if hasEnded(c.daemonPid) {
			return true
		}
	}
	return false
}

// hasEnded is also true of a process whose end nobody has asked for yet, as where a container's first process never does.
func hasEnded(pid int) bool {
	if syscall.Kill(pid, 0) == syscall.ESRCH {
		return true
	}
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	afterName := stat[bytes.LastIndexByte(stat, ')')+1:]
	return err == nil && bytes.HasPrefix(afterName, []byte(" Z"))
}

// awaitSuccessor gives whoever replaces a daemon the time to start its own: that one is to win, and not whoever is first.
func (d daemon) awaitSuccessor() {
	for deadline := time.Now().Add(successorLimit); time.Now().Before(deadline); {
		time.Sleep(answerStep)
		if isHeld(d.place.startLock()) || d.listens() {
			return
		}
	}
}

func (d daemon) dialOrStart() (net.Conn, error) {
	if socket, err := net.Dial("unix", d.place.socket); err == nil {
		return socket, d.place.prepare()
	}
	if err := d.place.prepare(); err != nil {
		return nil, err
	}
	announcement := time.AfterFunc(announceAfter, func() {
		if _, isTerminal := terminalColumns(os.Stderr); isTerminal {
			fmt.Fprintln(os.Stderr, "tls: starting the daemon…")
		}
	})
	defer announcement.Stop()
	release, err := hold(d.place.startLock())
	if err != nil {
		return nil, err
	}
	defer release()
	return d.dialPatiently()
}

// dialPatiently starts the daemon once nobody holds its lock; one that holds it begins or ends just now.
func (d daemon) dialPatiently() (net.Conn, error) {
	for deadline := time.Now().Add(answerLimit); time.Now().Before(deadline); time.Sleep(answerStep) {
		// Whoever held the start lock before us may have started it.
		if socket, err := net.Dial("unix", d.place.socket); err == nil {
			return socket, nil
		}
		if isHeld(d.place.daemonLock()) {
			continue
		}
		if err := d.start(); err != nil {
			return nil, err
		}
		if socket, err := net.Dial("unix", d.place.socket); err == nil {
			return socket, nil
		}
	}
	return nil, fmt.Errorf("a daemon holds %s and does not answer on %s%s", d.place.daemonLock(), d.place.socket,
		d.howToEnd())
}

// howToEnd names the process that holds the daemon's lock, where there is one.
func (d daemon) howToEnd() string {
	pid, err := os.ReadFile(d.place.daemonLock())
	if err != nil || len(pid) == 0 {
		return ""
	}
	return ". End it with: kill " + strings.TrimSpace(string(pid))
}

// start starts the daemon, in a session of its own, and returns when it listens, or another one holds the lock.
func (d daemon) start() error {
	java, err := findJava()
	if err != nil {
		return err
	}
	options := filepath.Join(d.install.dist, "lib", "tls-daemon.args")
	if _, err := os.Stat(options); err != nil {
		return fmt.Errorf("%s is missing: tls must stay in the bin directory of its distribution; link to it instead of "+
			"copying it", options)
	}
	log, err := os.OpenFile(d.place.log(), os.O_WRONLY|os.O_APPEND|os.O_CREATE, 0o600)
	if err != nil {
		return cannotWrite(d.place.log(), err)
	}
	defer log.Close()
	before, _ := log.Stat()
	archiving, archive := d.classArchive(java)
	arguments := append(archiving, daemonArguments(d.install.dist, options, d.place)...)
	command := exec.Command(java.java, arguments...)
	command.Dir = d.place.state
	command.Stderr = log
	command.SysProcAttr = &syscall.SysProcAttr{Setsid: true}
	if d.call != nil {
		told, err := json.Marshal(d.call)
		if err != nil {
			return err
		}
		command.Stdin = bytes.NewReader(told)
	}
	stdout, err := command.StdoutPipe()
	if err != nil {
		return err
	}
	if err := command.Start(); err != nil {
		return fmt.Errorf("cannot start the daemon with %s: %w", java.java, err)
	}
	line, _ := bufio.NewReader(stdout).ReadString('\n')
	line = strings.TrimSpace(line)
	if line == "ready" || line == "already running" {
		return nil
	}
	if cause, ok := strings.CutPrefix(line, "error: "); ok {
		return errors.New(cause)
	}
	if text, ok := strings.CutPrefix(line, "answer: "); ok {
		var answer answered
		if err := json.Unmarshal([]byte(text), &answer); err != nil {
			return fmt.Errorf("the daemon answers in a way unknown to this client: %w", err)
		}
		// It has nothing left to do, and would write an archive of the few classes that it had loaded.
		command.Process.Kill()
		command.Wait()
		if archive != "" {
			os.Remove(archive)
		}
		return answer
	}
	return fmt.Errorf("the daemon did not start; see %s%s", d.place.log(), tail(d.place.log(), before.Size()))
}

// daemonArguments is the JVM's command line. All tuning stands in the options file, main class last, so that the Java
// client starts the very same daemon.
func daemonArguments(dist, options string, place rendezvous) []string {
	return []string{
		"-XX:ErrorFile=" + filepath.Join(place.state, "crash.log"),
		"-cp", filepath.Join(dist, "lib", "*"), "@" + options, "--dist", dist, "--root", place.root,
		"--call", "stdin",
	}
}

// classArchive makes the JVM start from an archive of the classes that an earlier daemon of the same files on the
// same JDK had loaded (AppCDS), or write one when it ends, which is after it has let go of everything that somebody
// waits for. The JVM ignores an archive that is half written or not its own. It also returns the archive that
// will be written; empty where none will be.
func (d daemon) classArchive(java jdk) (options []string, written string) {
	if d.install.build == "" {
		return nil, "" // Nothing would tell when it is outdated.
	}
	sum := sha256.Sum256([]byte(java.home + "\n" + d.install.dist + "\n" + d.install.build))
	home := filepath.Dir(d.place.state)
	archive := filepath.Join(home, "classes-"+hex.EncodeToString(sum[:8])+".jsa")
	if intact(archive) {
		return []string{"-XX:SharedArchiveFile=" + archive}, ""
	}
	// Those of earlier builds; a JVM that has one mapped keeps it.
	outdated, _ := filepath.Glob(filepath.Join(home, "classes-*.jsa*"))
	for _, file := range outdated {
		os.RemoveAll(file)
	}
	return []string{"-XX:ArchiveClassesAtExit=" + archive}, archive
}

// intact tells whether an archive is there as it was when it was first used: the JVM maps it unseen, and runs what is in it.
func intact(archive string) bool {
	content, err := os.ReadFile(archive)
	if err != nil {
		return false
	}
	sum := strconv.FormatUint(uint64(crc32.Checksum(content, crc32.MakeTable(crc32.Castagnoli))), 16)
	known, err := os.ReadFile(archive + ".sum")
	if err != nil {
		return os.WriteFile(archive+".sum", []byte(sum), 0o600) == nil
	}
	return string(known) == sum
}

// tail quotes the last lines that were written to the log since it had that size.
func tail(log string, since int64) string {
	const lines, bytes = 8, 4096
	file, err := os.Open(log)
	if err != nil {
		return ""
	}
	defer file.Close()
	if info, err := file.Stat(); err == nil && info.Size()-since > bytes {
		since = info.Size() - bytes
	}
	content, _ := io.ReadAll(io.NewSectionReader(file, since, bytes))
	all := strings.Split(strings.TrimSpace(string(content)), "\n")
	if len(all) > lines {
		all = all[len(all)-lines:]
	}
	if all[0] == "" {
		return ""
	}
	return ":\n  " + strings.Join(all, "\n  ")
}

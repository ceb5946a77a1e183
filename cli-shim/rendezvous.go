package main

import (
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"syscall"
)

// maxSocketPath is one less than the shortest sun_path in use (104 bytes on macOS), with room to spare.
const maxSocketPath = 99

// rendezvous tells where the daemon of a workspace listens and keeps its state.
type rendezvous struct {
	root   string
	run    string // directory of the sockets
	state  string // directory of this workspace's state
	socket string
}

func (r rendezvous) log() string { return filepath.Join(r.state, "daemon.log") }

// startLock is held by a client while it starts the daemon, so that of two first calls one starts it and one waits.
func (r rendezvous) startLock() string { return filepath.Join(r.state, "start.lock") }

// daemonLock is held by the daemon while it lives.
func (r rendezvous) daemonLock() string { return filepath.Join(r.state, "daemon.lock") }

// rendezvousOf is a function of the root and the environment alone, but for one look: XDG_RUNTIME_DIR counts where it
// is a directory of this user's, which it is not under sudo.
func rendezvousOf(root string, env func(string) string) (rendezvous, error) {
	home, err := stateHome(env)
	if err != nil {
		return rendezvous{}, err
	}
	run := filepath.Join(home, "run")
	if runtime := env("XDG_RUNTIME_DIR"); env("TLS_HOME") == "" && filepath.IsAbs(runtime) && isMine(runtime) {
		run = filepath.Join(runtime, "tls")
	}
	sum := sha256.Sum256([]byte(root))
	name := hex.EncodeToString(sum[:8])
	place := rendezvous{root: root, run: run, state: filepath.Join(home, name), socket: filepath.Join(run, name+".sock")}
	if len(place.socket) > maxSocketPath {
		return rendezvous{}, fmt.Errorf("the path of the socket has %d bytes, and a system takes %d: %s. "+
			"Set TLS_HOME to a directory with a shorter path", len(place.socket), maxSocketPath, place.socket)
	}
	return place, nil
}

func stateHome(env func(string) string) (string, error) {
	if home := env("TLS_HOME"); home != "" {
		if !filepath.IsAbs(home) {
			return "", fmt.Errorf("TLS_HOME is not an absolute path: %s", home)
		}
		return filepath.Clean(home), nil
	}
	if cache := env("XDG_CACHE_HOME"); filepath.IsAbs(cache) {
		return filepath.Join(cache, "tls"), nil
	}
	if home := env("HOME"); filepath.IsAbs(home) {
		return filepath.Join(home, ".cache", "tls"), nil
	}
	return "", errors.New("no place for the state: neither TLS_HOME, XDG_CACHE_HOME nor HOME is set")
}

// prepare makes the two directories, readable by this user alone, and refuses those that are not.
func (r rendezvous) prepare() error {
	for _, directory := range []string{r.run, r.state} {
		if err := privateDirectory(directory); err != nil {
			return err
		}
	}
	return nil
}

func privateDirectory(path string) error {
	if err := os.MkdirAll(path, 0o700); err != nil {
		return cannotWrite(path, err)
	}
	info, err := os.Lstat(path)
	if err != nil {
		return cannotWrite(path, err)
	}
	if !info.IsDir() {
		return fmt.Errorf("%s is not a directory. Remove it, or set TLS_HOME to another one", path)
	}
	if owner := info.Sys().(*syscall.Stat_t).Uid; int(owner) != os.Getuid() {
		return fmt.Errorf("%s belongs to another user (%d). Set TLS_HOME to a directory of your own", path, owner)
	}
	if mode := info.Mode().Perm(); mode&0o077 != 0 {
		return fmt.Errorf("%s is open to others (mode %o). Run: chmod 700 %s", path, mode, path)
	}
	return nil
}

func isMine(path string) bool {
	info, err := os.Stat(path)
	return err == nil && info.IsDir() && int(info.Sys().(*syscall.Stat_t).Uid) == os.Getuid()
}

func cannotWrite(path string, err error) error {
	cause := err
	var pathError *os.PathError
	if errors.As(err, &pathError) {
		cause = pathError.Err
	}
	return fmt.Errorf("cannot write %s: %w. Mend that, or set TLS_HOME to a directory that can be written", path, cause)
}

// hold waits for the lock on path and holds it until release. POSIX locks: Java's FileLock sees them, and they end with
// the process.
func hold(path string) (release func(), err error) {
	file, err := os.OpenFile(path, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, cannotWrite(path, err)
	}
	lock := syscall.Flock_t{Type: syscall.F_WRLCK}
	for {
		err = syscall.FcntlFlock(file.Fd(), syscall.F_SETLKW, &lock)
		if !errors.Is(err, syscall.EINTR) {
			break
		}
	}
	if err != nil {
		file.Close()
		return nil, fmt.Errorf("cannot lock %s: %w", path, err)
	}
	return func() { file.Close() }, nil
}

// isHeld tells whether another process holds the lock on path.
func isHeld(path string) bool {
	file, err := os.OpenFile(path, os.O_RDWR, 0o600)
	if err != nil {
		return false
	}
	defer file.Close()
	lock := syscall.Flock_t{Type: syscall.F_WRLCK}
	return syscall.FcntlFlock(file.Fd(), syscall.F_GETLK, &lock) == nil && lock.Type != syscall.F_UNLCK
}

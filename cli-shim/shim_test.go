package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"
)

const examples = "../protocol-spec/examples/"

func golden(t *testing.T, name string, into any) {
	t.Helper()
	content, err := os.ReadFile(examples + name + ".json")
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(content, into); err != nil {
		t.Fatal(err)
	}
}

func TestWorkspaceRootIsThatOfTheGoldenCases(t *testing.T) {
	var file struct {
		Cases []struct {
			Name, Directory, Root string
			Tree                  []string
		}
	}
	golden(t, "workspace-root", &file)
	if len(file.Cases) == 0 {
		t.Fatal("no cases")
	}
	for _, c := range file.Cases {
		t.Run(c.Name, func(t *testing.T) {
			base, _ := filepath.EvalSymlinks(t.TempDir())
			for _, entry := range c.Tree {
				plant(t, base, entry)
			}
			root, err := workspaceRoot(filepath.Join(base, c.Directory))
			if err != nil || root != filepath.Join(base, c.Root) {
				t.Errorf("root = %s, %v, want %s", root, err, filepath.Join(base, c.Root))
			}
		})
	}
}

func plant(t *testing.T, base, entry string) {
	t.Helper()
	path, target, isLink := strings.Cut(entry, " -> ")
	at := filepath.Join(base, path)
	err := os.MkdirAll(filepath.Dir(at), 0o700)
	switch {
	case err != nil:
	case isLink:
		err = os.Symlink(filepath.Join(base, target), at)
	case strings.HasSuffix(path, "/"):
		err = os.MkdirAll(at, 0o700)
	default:
		err = os.WriteFile(at, nil, 0o600)
	}
	if err != nil {
		t.Fatal(err)
	}
}

func TestRendezvousIsThatOfTheGoldenCases(t *testing.T) {
	var file struct {
		Cases []struct {
			Name, Root, Socket, State, Error string
			Environment                      map[string]string
		}
	}
	golden(t, "rendezvous", &file)
	if len(file.Cases) == 0 {
		t.Fatal("no cases")
	}
	// Not t.TempDir(), which is too long for a socket on macOS.
	runtime, err := os.MkdirTemp("/tmp", "tls")
	if err != nil {
		t.Fatal(err)
	}
	defer os.RemoveAll(runtime)
	for _, c := range file.Cases {
		t.Run(c.Name, func(t *testing.T) {
			env := func(name string) string { return strings.ReplaceAll(c.Environment[name], "RUNTIME", runtime) }
			place, err := rendezvousOf(c.Root, env)
			if c.Error != "" {
				if err == nil || err.Error() != c.Error {
					t.Errorf("error = %v, want %s", err, c.Error)
				}
				return
			}
			if err != nil || place.socket != strings.ReplaceAll(c.Socket, "RUNTIME", runtime) || place.state != c.State {
				t.Errorf("%+v, %v", place, err)
			}
		})
	}
}

// Each message of each example is read as the shim reads it, and what it sends itself is written as it writes it.
func TestExamplesOfTheSpecification(t *testing.T) {
	seen := 0
	files, _ := filepath.Glob(examples + "*.json")
	for _, path := range files {
		name := strings.TrimSuffix(filepath.Base(path), ".json")
		var file struct {
			Exchange []map[string]json.RawMessage
		}
		golden(t, name, &file)
		methods := map[string]string{}
		for _, step := range file.Exchange {
			if raw, ok := step["client"]; ok {
				var sent struct {
					ID     any
					Method string
					Params json.RawMessage
				}
				if err := json.Unmarshal(raw, &sent); err != nil {
					t.Fatal(err)
				}
				methods[fmt.Sprint(sent.ID)] = sent.Method
				// An editor says of itself what the shim never says.
				if name != "errors" && name != "lsp" {
					sameAgain(t, name+" "+sent.Method, sent.Params, paramsOf(sent.Method))
				}
				continue
			}
			var received struct {
				ID     any
				Method string
				Params json.RawMessage
				Result json.RawMessage
				Error  json.RawMessage
			}
			if err := json.Unmarshal(step["server"], &received); err != nil {
				t.Fatal(err)
			}
			seen++
			switch {
			case received.Method != "":
				sameAgain(t, name+" "+received.Method, received.Params, paramsOf(received.Method))
			case received.Error != nil:
				sameAgain(t, name+" error", received.Error, &responseError{})
			case methods[fmt.Sprint(received.ID)] == "initialize":
				sameAgain(t, name+" initialize", withoutLSP(received.Result), &initializeResult{})
			case methods[fmt.Sprint(received.ID)] == "tls/exec":
				sameAgain(t, name+" exec", received.Result, &execResult{})
			}
		}
	}
	if seen < 90 {
		t.Errorf("only %d messages of a server were seen", seen)
	}
}

// withoutLSP leaves of a server's capabilities what the shim reads.
func withoutLSP(result json.RawMessage) json.RawMessage {
	var whole map[string]map[string]any
	json.Unmarshal(result, &whole)
	for capability := range whole["capabilities"] {
		if capability != "experimental" {
			delete(whole["capabilities"], capability)
		}
	}
	left, _ := json.Marshal(whole)
	return left
}

func paramsOf(method string) any {
	switch method {
	case "initialize":
		return &initializeParams{}
	case "tls/exec":
		return &execParams{}
	case "tls/execOutput":
		return &execOutput{}
	case "tls/execReadKeys":
		return &execReadKeys{}
	case "tls/execInput":
		return &execInput{}
	case "tls/execResize":
		return &execResize{}
	case "tls/stop":
		return &stopParams{}
	case "$/cancelRequest":
		return &cancelParams{}
	}
	return nil
}

// sameAgain decodes and encodes; execId is the one member that the shim has no use for.
func sameAgain(t *testing.T, what string, raw json.RawMessage, into any) {
	t.Helper()
	if into == nil || raw == nil {
		return
	}
	if err := json.Unmarshal(raw, into); err != nil {
		t.Errorf("%s: %v", what, err)
		return
	}
	encoded, _ := json.Marshal(into)
	var want, got map[string]any
	json.Unmarshal(raw, &want)
	json.Unmarshal(encoded, &got)
	delete(want, "execId")
	if !reflect.DeepEqual(want, got) {
		t.Errorf("%s: %s\nbecame %s", what, raw, encoded)
	}
}

func TestFramesAreReadOrRefused(t *testing.T) {
	for in, want := range map[string]string{
		"":                                    "EOF",
		"Content-Length: 2\r\n\r\n{}":         "{}",
		"content-length:2\n\n{}":              "{}",
		"X: y\r\nContent-Length: 2\r\n\r\n{}": "{}",
		"Content-Length: 0\r\n\r\n":           "",
		"Content-Length: 3\r\n\r\n{}":         "unexpected EOF",
		"Content-Length: 2":                   "unexpected EOF",
		"Content-Length: -1\r\n\r\n":          "impossible header: Content-Length: -1",
		"Content-Length: 99999999999\r\n\r\n": "impossible header: Content-Length: 99999999999",
		"X: y\r\n\r\n{}":                      "a message without Content-Length",
	} {
		got, err := readFrame(bufio.NewReader(strings.NewReader(in)))
		answer := string(got)
		if err != nil {
			answer = err.Error()
		}
		if answer != want {
			t.Errorf("%q: %q, want %q", in, answer, want)
		}
	}
}

func FuzzFrames(f *testing.F) {
	f.Add([]byte("Content-Length: 2\r\n\r\n{}"))
	f.Add([]byte("Content-Length: 2\r\n\r\n{"))
	f.Add([]byte("\r\n\r\n\r\n"))
	f.Fuzz(func(t *testing.T, in []byte) {
		reader := bufio.NewReader(bytes.NewReader(in))
		for {
			body, err := readFrame(reader)
			if err != nil {
				return
			}
			if len(body) > len(in) {
				t.Error("more than was sent")
			}
		}
	})
}

func TestTheEditorSaysWhereItsFilesAre(t *testing.T) {
	for content, want := range map[string]string{
		`{"method":"initialize","params":{"rootUri":"file:///a%20b"}}`:                                               "/a b",
		`{"params":{"rootUri":"file:///a","workspaceFolders":[{"uri":"file:///b","name":"b"},{"uri":"file:///c"}]}}`: "/b",
		`{"params":{"rootUri":null,"workspaceFolders":null}}`:                                                        ".",
		`{"params":{"rootUri":"untitled:x"}}`:                                                                        ".",
		`{"params":{"rootUri":7}}`:                                                                                   ".",
		`{"method":"shutdown"}`:                                                                                      ".",
		`[`:                                                                                                          ".",
	} {
		sent := fmt.Sprintf("Content-Length: %d\r\n\r\n%sContent-Length: 2\r\n\r\n{}", len(content), content)
		in := bufio.NewReader(strings.NewReader(sent))
		directory, read := editorDirectory(in)
		rest, _ := io.ReadAll(in)
		if directory != want || string(read)+string(rest) != sent {
			t.Errorf("%s: %s, want %s, and %q for the daemon", content, directory, want, string(read)+string(rest))
		}
	}
	for _, nonsense := range []string{"", "no frame", "no header\nand more", "Content-Length: x\r\n\r\n{}", "X: y\r\n\r\n{}", "Content-Length: 99\r\n\r\n{}",
		strings.Repeat("x", 20<<10)} {
		in := bufio.NewReader(strings.NewReader(nonsense))
		directory, read := editorDirectory(in)
		rest, _ := io.ReadAll(in)
		if directory != "." || string(read)+string(rest) != nonsense {
			t.Errorf("%.20q: %s, and %.20q for the daemon", nonsense, directory, string(read)+string(rest))
		}
	}
}

// Whoever waits for more than a line of nonsense waits for ever, where an editor waits for its answer.
func TestNonsenseOfAnEditorIsNotWaitedFor(t *testing.T) {
	in, editor := io.Pipe()
	defer editor.Close()
	go editor.Write([]byte("no header\n"))
	if directory, read := editorDirectory(bufio.NewReader(in)); directory != "." || string(read) != "no header\n" {
		t.Errorf("%s, and %q for the daemon", directory, read)
	}
}

func TestCharactersArePassedOnWhole(t *testing.T) {
	for in, want := range map[string]string{
		"":             "|",
		"a":            "a|",
		"\x1b[A":       "\x1b[A|",
		"ä":            "ä|",
		"a\xc3":        "a|\xc3",
		"\xf0\x9f\x98": "|\xf0\x9f\x98",
		"x😀":           "x😀|",
		"\xff":         "\xff|",
	} {
		text, rest := wholeCharacters([]byte(in))
		if got := text + "|" + string(rest); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func TestAProcessHasEndedBeforeAnybodyAsks(t *testing.T) {
	child := exec.Command("sh", "-c", "read line")
	input, err := child.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	if hasEnded(child.Process.Pid) {
		t.Error("it still reads")
	}
	input.Close()
	for deadline := time.Now().Add(10 * time.Second); !hasEnded(child.Process.Pid); time.Sleep(time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatal("it read to the end")
		}
	}
	child.Wait()
	if !hasEnded(child.Process.Pid) {
		t.Error("it was asked for")
	}
}

func TestCommandWords(t *testing.T) {
	for in, want := range map[string]string{
		"":                     ". []",
		"run A":                ". [run A]",
		"-C d run A":           "d [run A]",
		"run -C d A":           "d [run A]",
		"run -C d -C e":        "d [run]",
		"run -- -C d":          ". [run -- -C d]",
		"run -C":               "error",
		"run --tags -C x lsp":  "x [run --tags lsp]",
		"-C /a/b version":      "/a/b [version]",
		"run -Cd":              ". [run -Cd]",
		"run -D C=d --color=x": ". [run -D C=d --color=x]",
	} {
		words, directory, err := commandWords(strings.Fields(in))
		got := fmt.Sprintf("%s %v", directory, words)
		if err != nil {
			got = "error"
		}
		if got != want {
			t.Errorf("%q: %s, want %s", in, got, want)
		}
	}
}

func TestFeatureRelease(t *testing.T) {
	for in, want := range map[string]int{"1.8.0_392": 8, "17.0.9": 17, "25": 25, "21-ea": 21, "": 0, "x": 0} {
		if got := featureRelease(in); got != want {
			t.Errorf("%q: %d, want %d", in, got, want)
		}
	}
}

func TestJavaIsTheFirstThatSuits(t *testing.T) {
	base, _ := filepath.EvalSymlinks(t.TempDir())
	for name, version := range map[string]string{"old": "1.8.0_1", "new": "21.0.1", "path": "17.0.1"} {
		plant(t, base, name+"/bin/java")
		os.Chmod(filepath.Join(base, name, "bin", "java"), 0o700)
		os.WriteFile(filepath.Join(base, name, "release"), []byte("X=1\nJAVA_VERSION=\""+version+"\"\n"), 0o600)
	}
	for _, c := range []struct{ tlsJava, javaHome, path, want string }{
		{"", "", "path/bin", "path from PATH"},
		{"", "new", "path/bin", "new from JAVA_HOME"},
		{"", "old", "path/bin", "path from PATH"},
		{"new", "old", "path/bin", "new from TLS_JAVA"},
		{"new/bin/java", "", "", "new from TLS_JAVA"},
		{"old", "new", "path/bin", "TLS_JAVA is Java 8 (old); the daemon needs Java 17 or newer"},
		{"", "old", "old/bin", "the daemon needs Java 17 or newer: JAVA_HOME has Java 8 (old); PATH has Java 8 (old). " +
			"Set TLS_JAVA to a JDK; your tests still run on the project's own"},
		{"", "gone", "", "the daemon needs Java 17 or newer: JAVA_HOME names no Java: gone does not exist; PATH has none. " +
			"Set TLS_JAVA to a JDK; your tests still run on the project's own"},
	} {
		for name, value := range map[string]string{"TLS_JAVA": c.tlsJava, "JAVA_HOME": c.javaHome, "PATH": c.path} {
			if value != "" {
				value = filepath.Join(base, value)
			}
			t.Setenv(name, value)
		}
		found, err := findJava()
		got := found.home + " from " + found.from
		if err != nil {
			got = err.Error()
		}
		if got = strings.ReplaceAll(got, base+"/", ""); got != c.want {
			t.Errorf("%+v: %s", c, got)
		}
	}
}

func TestDirectoriesOfOthersAreRefused(t *testing.T) {
	base := t.TempDir()
	plant(t, base, "file")
	open := filepath.Join(base, "open")
	os.Mkdir(open, 0o700)
	os.Chmod(open, 0o750)
	for path, want := range map[string]string{
		filepath.Join(base, "new", "er"): "",
		open:                             "open to others (mode 750). Run: chmod 700",
		filepath.Join(base, "file"):      "not a directory",
		filepath.Join(base, "file", "x"): "cannot write",
	} {
		err := privateDirectory(path)
		if want == "" && err != nil || want != "" && (err == nil || !strings.Contains(err.Error(), want)) {
			t.Errorf("%s: %v, want %s", path, err, want)
		}
	}
}

package main

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
)

// oldestJava is what the daemon's own JVM has to be at least. The user's tests run on the project's JDK whatever this
// is.
const oldestJava = 17

// jdk is a Java that could run the daemon.
type jdk struct {
	java string // the executable, as found
	home string // symbolic links resolved
	from string // TLS_JAVA, JAVA_HOME or PATH
	// version is the feature release: 8, 17, 25; zero when the installation does not say.
	version int
}

func (j jdk) suits() bool { return j.version == 0 || j.version >= oldestJava }

// findJava is the first that suits of TLS_JAVA, JAVA_HOME and PATH. A JAVA_HOME that is too old is passed over, for it
// is often the project's; a TLS_JAVA is meant for us, and an unsuitable one is an error.
func findJava() (jdk, error) {
	if own := os.Getenv("TLS_JAVA"); own != "" {
		found, err := javaAt("TLS_JAVA", own)
		if err == nil && !found.suits() {
			err = fmt.Errorf("TLS_JAVA is Java %d (%s); the daemon needs Java %d or newer", found.version, found.home,
				oldestJava)
		}
		return found, err
	}
	var unsuitable []string
	for _, from := range []string{"JAVA_HOME", "PATH"} {
		path := os.Getenv("JAVA_HOME")
		if from == "PATH" {
			path, _ = exec.LookPath("java")
		}
		if path == "" {
			unsuitable = append(unsuitable, from+" has none")
			continue
		}
		found, err := javaAt(from, path)
		if err == nil && found.suits() {
			return found, nil
		}
		if err == nil {
			err = fmt.Errorf("%s has Java %d (%s)", from, found.version, found.home)
		}
		unsuitable = append(unsuitable, err.Error())
	}
	return jdk{}, fmt.Errorf("the daemon needs Java %d or newer: %s. Set TLS_JAVA to a JDK; your tests still run on the "+
		"project's own", oldestJava, strings.Join(unsuitable, "; "))
}

// javaAt is the Java at path, which is an executable or the home of one.
func javaAt(from, path string) (jdk, error) {
	java := path
	if info, err := os.Stat(path); err == nil && info.IsDir() {
		java = filepath.Join(path, "bin", "java")
	}
	real, err := filepath.EvalSymlinks(java)
	if err != nil {
		return jdk{}, fmt.Errorf("%s names no Java: %s does not exist", from, java)
	}
	home := filepath.Dir(filepath.Dir(real))
	return jdk{java: java, home: home, from: from, version: releaseOf(home)}, nil
}

// releaseOf reads the feature release from the file that every JDK since 7 carries; starting it to ask would cost a
// JVM.
func releaseOf(home string) int {
	for _, directory := range []string{home, filepath.Dir(home)} {
		content, err := os.ReadFile(filepath.Join(directory, "release"))
		if err != nil {
			continue
		}
		for _, line := range strings.Split(string(content), "\n") {
			if value, ok := strings.CutPrefix(line, "JAVA_VERSION="); ok {
				return featureRelease(strings.Trim(value, "\"\r"))
			}
		}
	}
	return 0
}

// featureRelease is 8 of "1.8.0_392" and 17 of "17.0.9".
func featureRelease(version string) int {
	version = strings.TrimPrefix(version, "1.")
	end := strings.IndexFunc(version, func(r rune) bool { return r < '0' || r > '9' })
	if end >= 0 {
		version = version[:end]
	}
	release, _ := strconv.Atoi(version)
	return release
}

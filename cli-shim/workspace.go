package main

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
)

// commandWords is the command line without "-C DIR", and the directory that it asks for; "." when it asks for none.
// "-C" counts wherever it stands before "--"; the first one wins. It stays in the argv that the daemon gets.
func commandWords(args []string) (words []string, directory string, err error) {
	directory = "."
	found := false
	for i := 0; i < len(args); i++ {
		if args[i] == "--" {
			return append(words, args[i:]...), directory, nil
		}
		if args[i] != "-C" {
			words = append(words, args[i])
			continue
		}
		if i+1 == len(args) {
			return nil, "", errors.New("-C wants a directory: tls -C DIR ...")
		}
		i++
		if !found {
			found, directory = true, args[i]
		}
	}
	return words, directory, nil
}

// workspaceRoot is the root of the workspace that directory is part of, symbolic links resolved:
// the nearest ancestor, itself included, that holds .mvn or mvnw beside a pom.xml; else, from the nearest ancestor that
// holds a pom.xml, the topmost of the unbroken line of such ancestors; else the directory itself.
func workspaceRoot(directory string) (string, error) {
	absolute, err := filepath.Abs(directory)
	if err != nil {
		return "", err
	}
	start, err := filepath.EvalSymlinks(absolute)
	if err != nil {
		return "", fmt.Errorf("%s: no such directory", directory)
	}
	if info, err := os.Stat(start); err != nil || !info.IsDir() {
		return "", fmt.Errorf("%s: not a directory", directory)
	}
	root := ""
	broken := false
	for at := start; ; at = filepath.Dir(at) {
		hasPom := exists(at, "pom.xml")
		if hasPom && (exists(at, ".mvn") || exists(at, "mvnw")) {
			return at, nil
		}
		if hasPom && !broken {
			root = at
		}
		broken = broken || root != "" && !hasPom
		if at == filepath.Dir(at) {
			break
		}
	}
	if root == "" {
		return start, nil
	}
	return root, nil
}

func exists(directory, name string) bool {
	_, err := os.Stat(filepath.Join(directory, name))
	return err == nil
}

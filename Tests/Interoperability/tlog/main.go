// Command tlog reads a Salur node's log as any C2SP tlog-tiles client would, with the Go project's own libraries and none
// of Salur's code: it opens the checkpoint with the log's verifier key, rebuilds the tree from its tiles, checks that
// every entry of the bundles is in it, and that it continues a checkpoint seen before.
//
//	tlog URL VERIFIERKEY [FORMER-CHECKPOINT-FILE]
//
// It prints the checkpoint it believed to standard output and what it checked to standard error.
package main

import (
	"encoding/base64"
	"encoding/binary"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"strconv"
	"strings"

	"golang.org/x/mod/sumdb/note"
	"golang.org/x/mod/sumdb/tlog"
)

const (
	tileHeight = 8
	tileWidth  = 1 << tileHeight
)

func main() {
	if len(os.Args) < 3 || len(os.Args) > 4 {
		fmt.Fprintln(os.Stderr, "usage: tlog URL VERIFIERKEY [FORMER-CHECKPOINT-FILE]")
		os.Exit(2)
	}
	if err := run(strings.TrimSuffix(os.Args[1], "/"), os.Args[2], os.Args[3:]); err != nil {
		fmt.Fprintln(os.Stderr, "tlog:", err)
		os.Exit(1)
	}
}

func run(url, verifierKey string, former []string) error {
	verifier, err := note.NewVerifier(verifierKey)
	if err != nil {
		return err
	}
	message, err := get(url + "/checkpoint")
	if err != nil {
		return err
	}
	tree, err := open(message, verifier)
	if err != nil {
		return err
	}
	reader := &tileReader{url: url, tiles: map[string][]byte{}}
	hashes := tlog.TileHashReader(tree, reader)
	root, err := tlog.TreeHash(tree.N, hashes)
	if err != nil {
		return err
	}
	if root != tree.Hash {
		return errors.New("the tiles' root is not the checkpoint's")
	}
	bytes, err := checkEntries(url, tree, hashes)
	if err != nil {
		return err
	}
	if len(former) == 1 {
		if err := checkFormer(former[0], verifier, tree, hashes); err != nil {
			return err
		}
	}
	fmt.Fprintf(os.Stderr, "%d entries of %d bytes, each included; %d tiles\n", tree.N, bytes, len(reader.tiles))
	_, err = os.Stdout.Write(message)
	return err
}

// open returns the tree of a checkpoint that the log has signed. Signatures of witnesses are of a kind the note package
// does not know, and are passed over.
func open(message []byte, verifier note.Verifier) (tlog.Tree, error) {
	opened, err := note.Open(message, note.VerifierList(verifier))
	if err != nil {
		return tlog.Tree{}, err
	}
	lines := strings.SplitN(opened.Text, "\n", 4)
	if len(lines) < 4 || lines[0] != verifier.Name() {
		return tlog.Tree{}, errors.New("no checkpoint of this log")
	}
	size, err := strconv.ParseInt(lines[1], 10, 64)
	if err != nil {
		return tlog.Tree{}, err
	}
	root, err := base64.StdEncoding.DecodeString(lines[2])
	if err != nil || len(root) != tlog.HashSize {
		return tlog.Tree{}, errors.New("the checkpoint's root is no hash")
	}
	tree := tlog.Tree{N: size}
	copy(tree.Hash[:], root)
	return tree, nil
}

// checkEntries reads every bundle and checks the proof of every entry in it.
func checkEntries(url string, tree tlog.Tree, hashes tlog.HashReader) (int, error) {
	total := 0
	for start := int64(0); start < tree.N; start += tileWidth {
		tile := tlog.Tile{H: tileHeight, L: -1, N: start / tileWidth, W: width(tree.N - start)}
		bundle, err := get(url + "/" + path(tile))
		if err != nil {
			return 0, err
		}
		total += len(bundle)
		for index := start; index < start+int64(tile.W); index++ {
			if len(bundle) < 2 || len(bundle)-2 < int(binary.BigEndian.Uint16(bundle)) {
				return 0, fmt.Errorf("the bundle of entry %d is cut off", index)
			}
			end := 2 + int(binary.BigEndian.Uint16(bundle))
			proof, err := tlog.ProveRecord(tree.N, index, hashes)
			if err != nil {
				return 0, err
			}
			if err := tlog.CheckRecord(proof, tree.N, tree.Hash, index, tlog.RecordHash(bundle[2:end])); err != nil {
				return 0, fmt.Errorf("entry %d: %w", index, err)
			}
			bundle = bundle[end:]
		}
		if len(bundle) > 0 {
			return 0, fmt.Errorf("the bundle of entry %d has more than its entries", start)
		}
	}
	return total, nil
}

func checkFormer(file string, verifier note.Verifier, tree tlog.Tree, hashes tlog.HashReader) error {
	message, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	old, err := open(message, verifier)
	if err != nil {
		return err
	}
	proof, err := tlog.ProveTree(tree.N, old.N, hashes)
	if err != nil {
		return err
	}
	if err := tlog.CheckTree(proof, tree.N, tree.Hash, old.N, old.Hash); err != nil {
		return err
	}
	fmt.Fprintf(os.Stderr, "continues the checkpoint of %d entries\n", old.N)
	return nil
}

// tileReader fetches tiles by their C2SP paths and keeps those that have been verified.
type tileReader struct {
	url   string
	tiles map[string][]byte
}

func (r *tileReader) Height() int { return tileHeight }

func (r *tileReader) ReadTiles(tiles []tlog.Tile) ([][]byte, error) {
	data := make([][]byte, len(tiles))
	for i, tile := range tiles {
		if kept, ok := r.tiles[path(tile)]; ok {
			data[i] = kept
			continue
		}
		bytes, err := get(r.url + "/" + path(tile))
		if err != nil {
			return nil, err
		}
		data[i] = bytes
	}
	return data, nil
}

func (r *tileReader) SaveTiles(tiles []tlog.Tile, data [][]byte) {
	for i, tile := range tiles {
		r.tiles[path(tile)] = data[i]
	}
}

// path is a tile's C2SP path: the Go checksum database has the height in it, and "data" for entries.
func path(tile tlog.Tile) string {
	rest := strings.TrimPrefix(tile.Path(), fmt.Sprintf("tile/%d/", tileHeight))
	if tile.L == -1 {
		rest = "entries" + strings.TrimPrefix(rest, "data")
	}
	return "tile/" + rest
}

func width(left int64) int {
	if left < tileWidth {
		return int(left)
	}
	return tileWidth
}

func get(url string) ([]byte, error) {
	response, err := http.Get(url)
	if err != nil {
		return nil, err
	}
	defer response.Body.Close()
	if response.StatusCode != http.StatusOK {
		return nil, fmt.Errorf("%s: %s", url, response.Status)
	}
	return io.ReadAll(io.LimitReader(response.Body, 64<<20))
}

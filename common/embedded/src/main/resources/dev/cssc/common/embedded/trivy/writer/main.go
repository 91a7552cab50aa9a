// Command writer makes a vulnerability database in the format that Trivy reads: writer DESCRIPTION DIRECTORY.
//
// It knows the container only, a bbolt file of nested buckets with JSON values, and a metadata file beside it. What the buckets are called
// and what stands in them is the description's to say.
package main

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"

	bolt "go.etcd.io/bbolt"
)

// entry is one value, or an empty bucket where it has no key.
type entry struct {
	Path  []string        `json:"path"`
	Key   string          `json:"key"`
	Value json.RawMessage `json:"value"`
}

type description struct {
	Metadata json.RawMessage `json:"metadata"`
	Entries  []entry         `json:"entries"`
}

func main() {
	if len(os.Args) != 3 {
		fmt.Fprintln(os.Stderr, "usage: writer DESCRIPTION DIRECTORY")
		os.Exit(2)
	}
	if err := write(os.Args[1], os.Args[2]); err != nil {
		fmt.Fprintln(os.Stderr, "writing a vulnerability database to", os.Args[2]+":", err)
		os.Exit(1)
	}
}

func write(from, directory string) error {
	raw, err := os.ReadFile(from)
	if err != nil {
		return err
	}
	var wanted description
	if err := json.Unmarshal(raw, &wanted); err != nil {
		return fmt.Errorf("%s: %w", from, err)
	}
	if err := os.MkdirAll(directory, 0o755); err != nil {
		return err
	}
	if err := writeDatabase(filepath.Join(directory, "trivy.db"), wanted.Entries); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(directory, "metadata.json"), wanted.Metadata, 0o644)
}

// writeDatabase replaces the file as a whole: what was in it before is not in it afterwards.
func writeDatabase(path string, entries []entry) error {
	if err := os.Remove(path); err != nil && !os.IsNotExist(err) {
		return err
	}
	db, err := bolt.Open(path, 0o644, nil)
	if err != nil {
		return err
	}
	defer db.Close()
	if err := db.Update(func(tx *bolt.Tx) error {
		for _, each := range entries {
			if err := put(tx, each); err != nil {
				return fmt.Errorf("%v %s: %w", each.Path, each.Key, err)
			}
		}
		return nil
	}); err != nil {
		return err
	}
	return db.Close()
}

func put(tx *bolt.Tx, each entry) error {
	if len(each.Path) == 0 {
		return fmt.Errorf("no bucket is named")
	}
	bucket, err := tx.CreateBucketIfNotExists([]byte(each.Path[0]))
	for _, name := range each.Path[1:] {
		if err != nil {
			return err
		}
		bucket, err = bucket.CreateBucketIfNotExists([]byte(name))
	}
	if err != nil || each.Key == "" {
		return err
	}
	return bucket.Put([]byte(each.Key), each.Value)
}

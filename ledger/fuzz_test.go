package ledger_test

import (
	"os"
	"testing"

	"assent/ledger"
)

// What is accepted must be what the package itself would write.

func FuzzVerify(f *testing.F) {
	data, err := os.ReadFile("testdata/bundle.json")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data)
	f.Add([]byte("{}\n"))
	f.Fuzz(func(t *testing.T, changed []byte) {
		if found, err := ledger.Verify(changed, ""); err == nil && string(changed) != string(data) {
			// Another bundle may be found only by signing it.
			t.Errorf("accepted another bundle: %+v", found)
		}
	})
}

func FuzzParseProof(f *testing.F) {
	f.Add("c2sp.org/tlog-proof@v1\nindex 0\n\norigin\n1\nAAAA\n")
	f.Add("c2sp.org/tlog-proof@v1\nindex 1\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n\n")
	f.Add("c2sp.org/tlog-proof@v1\nextra AAAA\nindex 1\n\n")
	f.Fuzz(func(t *testing.T, text string) {
		if p, err := ledger.ParseProof(text); err == nil && p.String() != text {
			t.Errorf("two spellings of %q", p)
		}
	})
}

func FuzzOpenCheckpoint(f *testing.F) {
	data, err := os.ReadFile("testdata/checkpoint")
	if err != nil {
		f.Fatal(err)
	}
	vkey, err := os.ReadFile("testdata/vkey")
	if err != nil {
		f.Fatal(err)
	}
	f.Add(data, string(vkey))
	f.Add([]byte("a\n0\n47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=\n\n— a AAAAAAAA\n"), "a+00000000+AQ==")
	f.Fuzz(func(t *testing.T, changed []byte, key string) {
		if h, err := ledger.OpenCheckpoint(changed, key); err == nil && key == string(vkey) && string(changed) != string(data) {
			t.Errorf("accepted another checkpoint: %+v", h)
		}
	})
}

package law_test

import (
	"bytes"
	"flag"
	"os"
	"testing"

	"assent/law"
)

var update = flag.Bool("update", false, "write the schemas that the tests compare with")

func TestTheSchemasTellWhatIsRead(t *testing.T) {
	for name, drawn := range map[string][]byte{"packs/schema.json": law.PackSchema(), "packs/cases.schema.json": law.CasesSchema()} {
		if *update {
			if err := os.WriteFile(name, drawn, 0o644); err != nil {
				t.Fatal(err)
			}
		}
		have, err := os.ReadFile(name)
		if err != nil || !bytes.Equal(have, drawn) {
			t.Errorf("%s is not what the types say (%v); run go test -update", name, err)
		}
	}
}

package console

import (
	"bytes"

	"assent/sheet"
)

// csv answers with a list that spreadsheets open: with the cells made safe against formulas.
func (c *call) csv(name string, head []string, rows [][]string) error {
	var b bytes.Buffer
	w, err := sheet.NewWriter(&b, sheet.Dialect{})
	if err != nil {
		return err
	}
	for _, row := range append([][]string{head}, rows...) {
		for i := range row {
			row[i] = sheet.Safe(row[i])
		}
		if err := w.Write(row); err != nil {
			return err
		}
	}
	if err := w.Flush(); err != nil {
		return err
	}
	return c.file(name+".csv", "text/csv; charset=utf-8", b.Bytes())
}

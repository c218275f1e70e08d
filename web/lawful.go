package web

import "assent"

// tellLawful adds, to what she has not answered, that the law allows messages about it without a yes
// (a customer's exception, say), and that an empty box ends that: nobody should lose or keep it
// unknowing.
func (s *site) tellLawful(v *owner, all []Square) error {
	for i, sq := range all {
		if sq.cell.Status != assent.Unknown || !sq.cell.Here || sq.Also != "" {
			continue
		}
		d, err := s.Decide.MaySend(v.r.Context(), s.Org, assent.Question{
			Contact: assent.Contactable{Point: v.Point}, Channel: sq.cell.Channel, Purpose: sq.cell.Purpose.ID, Explain: assent.ExplainNone,
		})
		if err != nil {
			return err
		}
		if d.Decision == assent.Allow {
			all[i].Also = v.words.Text("page.own.lawful", "basis", v.words.Text("basis."+string(d.Basis)))
		}
	}
	return nil
}

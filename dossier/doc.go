// Package dossier makes the file for a regulator: the evidence of chosen people, or of a purpose, as one
// zip that is read, and checked, without us.
//
// A controller must be able to demonstrate that a person consented (GDPR art. 7(1)), and to show it
// to an authority that asks (art. 58(1)(a)). An extract from a database shows only what somebody
// has extracted. A dossier holds for each act its proof bundle (see package prove), which anybody can check
// against the log's signed checkpoints; the wording that was shown, which the acts name by its digest;
// and around them what makes the heap readable: a page to open in a browser, tables, checksums, and half a
// page on how to verify it all.
//
//	index.html          what this is, how things stand, the acts
//	HOW-TO-VERIFY.txt   what to do, and what it does and does not show
//	events.csv          one line an act, with the name of its proof
//	standing.csv        how each answer stands on the day of the dossier
//	wordings/           each text that was shown: marketing@1.0.en.txt
//	purposes/           each purpose that was asked for: newsletter@2.json
//	proofs/             one bundle an act: 00000012-7K2M-9QXD-3FTA.json
//	log.key             the key by which the log signs
//	SHA256SUMS          the checksums of all of them
//
// What counts are the proofs. [Verify] checks the whole file offline, and each line of events.csv against its
// proof; standing.csv and the page are a convenience that no proof covers.
package dossier

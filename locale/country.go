package locale

import (
	"slices"
	"strings"

	"golang.org/x/text/collate"
	"golang.org/x/text/language"
	"golang.org/x/text/language/display"
)

// Country is a country as a form lists it.
type Country struct {
	Code string // ISO 3166-1 alpha-2
	Name string
}

// countries are the codes of ISO 3166-1 with XK for Kosovo and without BV and HM, where nobody lives.
const countries = "AD AE AF AG AI AL AM AO AQ AR AS AT AU AW AX AZ BA BB BD BE BF BG BH BI BJ BL BM BN BO BQ BR BS BT BW BY BZ " +
	"CA CC CD CF CG CH CI CK CL CM CN CO CR CU CV CW CX CY CZ DE DJ DK DM DO DZ EC EE EG EH ER ES ET FI FJ FK FM FO FR " +
	"GA GB GD GE GF GG GH GI GL GM GN GP GQ GR GS GT GU GW GY HK HN HR HT HU ID IE IL IM IN IO IQ IR IS IT JE JM JO JP " +
	"KE KG KH KI KM KN KP KR KW KY KZ LA LB LC LI LK LR LS LT LU LV LY MA MC MD ME MF MG MH MK ML MM MN MO MP MQ MR MS MT MU MV MW MX MY MZ " +
	"NA NC NE NF NG NI NL NO NP NR NU NZ OM PA PE PF PG PH PK PL PM PN PR PS PT PW PY QA RE RO RS RU RW " +
	"SA SB SC SD SE SG SH SI SJ SK SL SM SN SO SR SS ST SV SX SY SZ TC TD TF TG TH TJ TK TL TM TN TO TR TT TV TW TZ " +
	"UA UG UM US UY UZ VA VC VE VG VI VN VU WF WS XK YE YT ZA ZM ZW"

// Countries lists the countries under their names in the language, in the order of its alphabet (CLDR collation: in
// Polish Łotwa stands after Luksemburg).
func (p *Printer) Countries() []Country { return p.book.countries }

func countriesOf(tag language.Tag) []Country {
	names := display.Regions(tag)
	var out []Country
	for _, code := range strings.Fields(countries) {
		if name := names.Name(language.MustParseRegion(code)); name != "" {
			out = append(out, Country{code, name})
		}
	}
	alphabet := collate.New(tag)
	slices.SortFunc(out, func(a, b Country) int { return alphabet.CompareString(a.Name, b.Name) })
	return out
}

// Package console is the operators' side: everything about an organisation's consents in one place,
// for marketers, call agents and data-protection officers.
//
// It is made of screens. A screen is an address that can be bookmarked, with a title, one sentence of
// what it is for, a link to the docs, and, where it shows a list, the same list as CSV. Nothing needs
// JavaScript. Which operator may open which screen is said in one table of routes, and what a role
// may do in one table of package auth; both are tested against each other.
//
// Every request passes one gate (gate.go): who is it, may she do this, has she shown lately who she
// is; then the screen does its work; then the trail notes it; only then is the answer given. What
// cannot be noted is not shown.
//
// # To add a screen
//
// Write one file, say partners.go, with three things:
//
//	func partnerRoutes() []route {
//		return []route{
//			{"partners.list", "GET /partners", auth.SeeCatalogue, (*site).showPartners},
//			{"partners.publish", "POST /partners", auth.EditCatalogue, (*site).publishPartners},
//		}
//	}
//
//	// PartnersScreen lists the partners.
//	type PartnersScreen struct {
//		Frame
//		Lists []*catalogue.PartnerList
//	}
//
//	func (s *site) showPartners(c *call) error {
//		lists := c.catalogue.PartnerLists()
//		return s.draw(c, &PartnersScreen{Frame: s.frame(c, "partners"), Lists: lists})
//	}
//
// then the template pages/partners.html (named after the struct, without "Screen"), which defines
// "content"; the keys console.partners.title and console.partners.intro, and whatever else it says,
// in locale/messages/en/console.yaml; and one line in routes.go. The navigation shows the screen if
// its path stands in sections (nav.go). A handler that changes something ends with
// c.done("/partners", "partners_published"), which shows console.done.partners_published; what a
// person can mend is returned as an assent.Problem: drawn by the gate as a page, or by the handler
// beside the form with c.wrong(err). The tests of gate_test.go find the new routes by themselves.
//
// No personal data stands in an address: people are found by a posted form, and then named by the
// identifier of their record.
package console

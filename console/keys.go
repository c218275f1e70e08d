package console

import (
	"fmt"
	"strings"

	"assent/auth"
)

func keyRoutes() []route {
	return []route{
		{"keys.list", "GET /integrations/keys", auth.SeeSettings, (*site).showKeys},
		{"keys.csv", "GET /integrations/keys.csv", auth.SeeSettings, (*site).keysCSV},
		{"keys.made", "POST /integrations/keys", auth.ManageKeys, (*site).makeKey},
		{"keys.revoked", "POST /integrations/keys/{key}/revoke", auth.ManageKeys, (*site).revokeKey},
	}
}

// KeysScreen lists the API keys, those in use first.
type KeysScreen struct {
	Frame
	Keys   []auth.Key
	Scopes []auth.Scope
	Label  string // what was typed, if it was wrong
	Ticked map[auth.Scope]bool
}

func (s *site) showKeys(c *call) error {
	keys, err := s.Keys.List(c.r.Context(), s.Org)
	if err != nil {
		return err
	}
	screen := &KeysScreen{Frame: s.frame(c, "keys"), Scopes: auth.Scopes(), Label: c.field("label"), Ticked: map[auth.Scope]bool{}}
	screen.CSV = "/console/integrations/keys.csv"
	for _, scope := range c.r.PostForm["scope"] {
		screen.Ticked[auth.Scope(scope)] = true
	}
	var revoked []auth.Key
	for _, k := range keys {
		if k.Revoked.IsZero() {
			screen.Keys = append(screen.Keys, k)
		} else {
			revoked = append(revoked, k)
		}
	}
	screen.Keys = append(screen.Keys, revoked...)
	return s.draw(c, screen)
}

func (s *site) keysCSV(c *call) error {
	keys, err := s.Keys.List(c.r.Context(), s.Org)
	if err != nil {
		return err
	}
	var rows [][]string
	for _, k := range keys {
		rows = append(rows, []string{k.ID.String(), k.Label, strings.Trim(fmt.Sprint(k.Scopes), "[]"), stamp(k.Created), stamp(k.Revoked)})
	}
	return c.csv("keys", []string{"id", "label", "scopes", "created_at", "revoked_at"}, rows)
}

func (s *site) makeKey(c *call) error {
	scopes, err := auth.ParseScopes(c.r.PostForm["scope"])
	if err == nil {
		var secret string
		var key auth.Key
		if secret, key, err = s.Keys.Create(c.r.Context(), s.Org, c.field("label"), scopes); err == nil {
			c.detail = key.ID.String()
			return s.showSecret(c, "key", secret, "/integrations/keys")
		}
	}
	if err := c.wrong(err); err != nil {
		return err
	}
	return s.showKeys(c)
}

func (s *site) revokeKey(c *call) error {
	id, err := c.pathID("key")
	if err != nil {
		return err
	}
	c.detail = id.String()
	if err := s.Keys.Revoke(c.r.Context(), s.Org, id); err != nil {
		return err
	}
	return c.done("/integrations/keys", "key_revoked")
}

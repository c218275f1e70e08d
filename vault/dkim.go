package vault

import (
	"crypto"
	"crypto/ed25519"
	"crypto/rsa"
	"crypto/x509"
	"encoding/base64"
	"errors"
	"io"
)

var errDKIM = errors.New("vault: not a DKIM key")

// newDKIM makes an RSA key of 2048 bits: the longest that fits every resolver and the
// only algorithm that every receiver verifies (RFC 8301 §3.2; Ed25519 is optional).
func newDKIM(random io.Reader) ([]byte, error) {
	key, err := rsa.GenerateKey(random, 2048)
	if err != nil {
		return nil, err
	}
	return x509.MarshalPKCS8PrivateKey(key)
}

func parseDKIM(der []byte) (crypto.Signer, error) {
	key, err := x509.ParsePKCS8PrivateKey(der)
	if err != nil {
		return nil, errDKIM
	}
	switch key := key.(type) {
	case *rsa.PrivateKey:
		return key, nil
	case ed25519.PrivateKey:
		return key, nil
	}
	return nil, errDKIM
}

// DKIMKey returns the key that signs mails, and the text of the DNS record that publishes
// its public half at <selector>._domainkey.<domain> (RFC 6376 §3.6.1, RFC 8463 §4).
func (v *Vault) DKIMKey() (crypto.Signer, string) {
	key, err := parseDKIM(v.keys.DKIM)
	if err != nil {
		panic(err) // New has checked it
	}
	switch public := key.Public().(type) {
	case ed25519.PublicKey:
		return key, "v=DKIM1; k=ed25519; p=" + base64.StdEncoding.EncodeToString(public)
	case *rsa.PublicKey:
		der, err := x509.MarshalPKIXPublicKey(public)
		if err != nil {
			panic(err) // an RSA key always encodes
		}
		return key, "v=DKIM1; k=rsa; p=" + base64.StdEncoding.EncodeToString(der)
	}
	panic(errDKIM)
}

package feedback

import (
	"crypto"
	"crypto/rsa"
	"crypto/sha1" // what a topic signs with unless it is told otherwise
	"crypto/sha256"
	"crypto/x509"
	"encoding/base64"
	"encoding/json"
	"net/url"
	"regexp"
	"strings"
	"time"
)

// envelope is what Amazon SNS posts to an HTTPS endpoint.
type envelope struct {
	Type             string // Notification, SubscriptionConfirmation, UnsubscribeConfirmation
	MessageID        string `json:"MessageId"`
	TopicArn         string
	Subject          string
	Message          string
	Timestamp        string
	Token            string
	SubscribeURL     string
	SignatureVersion string
	Signature        string
}

func openEnvelope(body []byte) (envelope, bool) {
	var e envelope
	return e, json.Unmarshal(body, &e) == nil && e.Type != ""
}

// signed is the text under the signature: names and values in the order of the alphabet, a line each. What is not there
// is left out.
func (e envelope) signed() string {
	fields := [][2]string{{"Message", e.Message}, {"MessageId", e.MessageID}}
	if e.Type == "Notification" {
		fields = append(fields, [2]string{"Subject", e.Subject}, [2]string{"Timestamp", e.Timestamp})
	} else {
		fields = append(fields, [2]string{"SubscribeURL", e.SubscribeURL}, [2]string{"Timestamp", e.Timestamp}, [2]string{"Token", e.Token})
	}
	var b strings.Builder
	for _, f := range append(fields, [2]string{"TopicArn", e.TopicArn}, [2]string{"Type", e.Type}) {
		if f[1] != "" {
			b.WriteString(f[0] + "\n" + f[1] + "\n")
		}
	}
	return b.String()
}

// topicKey is what an address is opened with: the topic that reports there, and the certificates under whose keys Amazon
// SNS signs in its region. Every topic of a region is signed by the same key, so the certificate alone would let any
// customer of Amazon report here who knows the address.
type topicKey struct {
	topic string
	certs []*x509.Certificate
}

var (
	topicName   = regexp.MustCompile(`arn:aws[a-z-]*:sns:[a-z0-9-]+:[0-9]{12}:[A-Za-z0-9_-]+(\.fifo)?`)
	certificate = regexp.MustCompile(`(?s)-----BEGIN CERTIFICATE-----(.*?)-----END CERTIFICATE-----`)
)

// readTopicKey reads an ARN and certificates in PEM, also if the ends of their lines were lost on the way.
func readTopicKey(text string) (topicKey, bool) {
	var k topicKey
	head, _, _ := strings.Cut(text, "-----BEGIN")
	k.topic = topicName.FindString(head)
	for _, found := range certificate.FindAllStringSubmatch(text, -1) {
		block, err := base64.StdEncoding.DecodeString(strings.Join(strings.Fields(found[1]), ""))
		if err != nil {
			return topicKey{}, false
		}
		cert, err := x509.ParseCertificate(block)
		if err != nil {
			return topicKey{}, false
		}
		if _, ok := cert.PublicKey.(*rsa.PublicKey); !ok {
			return topicKey{}, false
		}
		k.certs = append(k.certs, cert)
	}
	return k, k.topic != "" && len(k.certs) > 0
}

// snsFits reports whether a signing key is an ARN with a certificate.
func snsFits(key string) bool {
	_, ok := readTopicKey(key)
	return ok
}

// snsSigned checks the RSA signature of an envelope from the topic, under a certificate that is valid now. It never fetches
// the certificate that the envelope names.
func snsSigned(now time.Time, key string, d Delivery) bool {
	k, ok := readTopicKey(key)
	e, opened := openEnvelope(d.Body)
	if !ok || !opened || e.TopicArn != k.topic {
		return false
	}
	signature, err := base64.StdEncoding.DecodeString(e.Signature)
	if err != nil {
		return false
	}
	hash, digest := e.digest()
	for _, cert := range k.certs {
		if now.Before(cert.NotBefore) || now.After(cert.NotAfter) {
			continue
		}
		if rsa.VerifyPKCS1v15(cert.PublicKey.(*rsa.PublicKey), hash, digest, signature) == nil {
			return true
		}
	}
	return false
}

// digest is SHA-256 for version 2 of the signature, SHA-1 for version 1. The topic, which stands behind the message in what
// is signed, is one's own: nobody else can have SNS sign two messages of the same digest for it.
func (e envelope) digest() (crypto.Hash, []byte) {
	if e.SignatureVersion == "2" {
		sum := sha256.Sum256([]byte(e.signed()))
		return crypto.SHA256, sum[:]
	}
	sum := sha1.Sum([]byte(e.signed()))
	return crypto.SHA1, sum[:]
}

// snsHost is where a subscription is confirmed.
var snsHost = regexp.MustCompile(`^sns\.[a-z0-9-]+\.amazonaws\.com(\.cn)?$`)

// snsAsks is the address by which a subscription is confirmed, if a delivery asks for that.
func snsAsks(d Delivery) string {
	e, ok := openEnvelope(d.Body)
	if !ok || e.Type != "SubscriptionConfirmation" {
		return ""
	}
	u, err := url.Parse(e.SubscribeURL)
	if err != nil || u.Scheme != "https" || !snsHost.MatchString(u.Host) {
		return ""
	}
	return e.SubscribeURL
}

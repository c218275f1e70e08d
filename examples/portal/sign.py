# Prints the fields of a portal button. SECRET and KEY come from GET /v1/portal.
import hashlib, hmac, os, secrets, time

def sign(secret, key, origin, contact, expires, nonce):
    text = "\n".join(["assent-portal-1", key, origin, contact, str(expires), nonce])
    return hmac.new(secret.encode(), text.encode(), hashlib.sha256).hexdigest()

def fields(secret, key, origin, contact):
    expires, nonce = int(time.time()) + 300, secrets.token_urlsafe(24)
    return {"key": key, "origin": origin, "contact": contact, "expires": expires, "nonce": nonce,
            "signature": sign(secret, key, origin, contact, expires, nonce)}

if __name__ == "__main__":
    for name, value in fields(os.environ["SECRET"], os.environ["KEY"], "https://shop.example.net", "email:ana@example.org").items():
        print(f'<input type="hidden" name="{name}" value="{value}">')

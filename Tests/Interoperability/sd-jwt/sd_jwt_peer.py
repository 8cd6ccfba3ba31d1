"""Issues, presents and verifies SD-JWTs with the package sd-jwt and none of Salur's code.

    sd_jwt_peer.py probe
    sd_jwt_peer.py verify PRESENTATION ISSUER_JWK AUDIENCE NONCE
    sd_jwt_peer.py issue CLAIMS HIDDEN SHOWN AUDIENCE NONCE TYP
"""

import json
import sys

from jwcrypto.common import base64url_decode, base64url_encode
from jwcrypto.jwk import JWK
from sd_jwt.common import SDObj
from sd_jwt.holder import SDJWTHolder
from sd_jwt.issuer import SDJWTIssuer
from sd_jwt.verifier import SDJWTVerifier


def verify(presentation, key, audience, nonce):
    verifier = SDJWTVerifier(presentation, lambda issuer, header: JWK.from_json(key), audience, nonce)
    print(json.dumps(verifier.get_verified_payload()))


def issue(claims, hidden, shown, audience, nonce, typ):
    hidden, shown = hidden.split(","), [name for name in shown.split(",") if name]
    issuer, holder = (JWK.generate(kty="EC", crv="P-256") for _ in range(2))
    claims = {SDObj(name) if name in hidden else name: value for name, value in json.loads(claims).items()}
    issued = SDJWTIssuer(
        claims, issuer, holder, add_decoy_claims=True, extra_header_parameters={"typ": typ}
    ).sd_jwt_issuance
    wallet = SDJWTHolder(issued)
    wallet.create_presentation({name: True for name in shown}, nonce, audience, holder)
    print(
        json.dumps(
            {
                "issuance": issued,
                "presentation": wallet.sd_jwt_presentation,
                "issuer": point(issuer.export_public(as_dict=True)),
                "holder": holder.export(as_dict=True)["d"],
            }
        )
    )


def point(key):
    return base64url_encode(base64url_decode(key["x"]) + base64url_decode(key["y"]))


if __name__ == "__main__":
    command, *arguments = sys.argv[1:]
    if command != "probe":
        {"verify": verify, "issue": issue}[command](*arguments)

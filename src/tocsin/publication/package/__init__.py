# SPDX-License-Identifier: AGPL-3.0-or-later
"""The evidence package: a BagIt folder that a stranger checks with openssl, sha256sum and a script of its
own.

``docs/package.md`` says what stands where; the script in ``independent_check`` follows the same page.
"""

from tocsin.publication.package.checking import verify
from tocsin.publication.package.parts import Fault, Found, Verdict
from tocsin.publication.package.writing import Evidence, Package, payload_digest, write_bag, zipped

__all__ = [
    "Evidence",
    "Fault",
    "Found",
    "Package",
    "Verdict",
    "payload_digest",
    "verify",
    "write_bag",
    "zipped",
]

# SPDX-License-Identifier: AGPL-3.0-or-later
"""The dossier: the published revision as a paper in which each sentence carries the numbers of its
statements.

Its data is JSON handed to the typesetter whole; no word of it is ever spliced into the template.
"""

from tocsin.publication.dossier.data import dossier
from tocsin.publication.dossier.typesetting import template, typeset

__all__ = ["dossier", "template", "typeset"]

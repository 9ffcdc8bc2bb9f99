"""The headings of the self-assessment by the standard whose order it follows.

`2018` is in the sense of the Value for Money Standard of 2018, `2012` of the standard before it:
return on assets, costs of services, gains made and to come. The words are ours.
"""

from __future__ import annotations

from pmf_engine.api import Narrative

HEADINGS = {
    "2018": {
        "approach": "Our approach to value for money",
        "metrics": "The regulator's metrics",
        "costs": "What our services cost",
        "own": "Our own measures and targets",
        "gains": "Gains made and planned",
        "improve": "Where we do less well, and what we will do",
    },
    "2012": {
        "approach": "How we decide what is value for money",
        "metrics": "Return on our assets",
        "costs": "Costs of our services, absolute and comparative",
        "own": "How our services perform",
        "gains": "Value-for-money gains made and to come",
        "improve": "What we will do next",
    },
}
_PROMPTS = {
    "approach": "How the Board sets its aims for value for money, and what it chose not to do.",
    "metrics": "What lies behind the movements, and what distorts a metric, if anything does.",
    "costs": "Why services cost what they do, and what tenants get for it.",
    "own": "Which of our own targets matter most, and what was learnt where one was missed.",
    "gains": "How the gains were used, and how sure the planned ones are.",
    "improve": "Where others do better, what will change, by when, and who answers for it.",
}


def narratives() -> dict[str, Narrative]:
    """Return room for people's own text in each part, with what it might say."""
    return {
        part: Narrative(f"narrative/{part}", f"[To be written: {prompt[0].lower()}{prompt[1:]}]")
        for part, prompt in _PROMPTS.items()
    }

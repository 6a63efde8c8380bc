//! Text and what matched → highlighted, sentence-bound passages. Pure; it knows no engine.

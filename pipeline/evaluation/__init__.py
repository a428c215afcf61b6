"""How good extraction is: scores against annotated articles and sentences, and the precision of each rule."""

"""Whether a text is plain, and whether it gives orders to a machine. Pure; linear."""

from __future__ import annotations

import re
import unicodedata

_LINK = re.compile(
    r"://|\bwww\.|\b(?:https?|ftp|data|javascript|mailto|file)\s?:|[\w.+\-]@[\w\-]|\[\.\]|\(dot\)"
    r"|(?<![\w.])(?=[\w\-]{0,62}[^\W\d_])[\w\-]{1,63}\.(?:[^\W\d_]{2,24})(?![\w])",
    re.IGNORECASE,
)
#: Abbreviations with an inner stop that are no host names.
_DOTTED = re.compile(r"\b(?:Ph\.D|a\.k\.a|vs\.the)\b", re.IGNORECASE)
_MARKUP = re.compile(r"[<>`*_#|\\^~{}\[\]]|&(?:#\d|#x|[a-z]{2,8};)|!\[|^\s*(?:[-+•‣]|\d+[.)])\s|=\s?[\"']|\$\$", re.IGNORECASE)
#: Categories of characters that are not text: control, format (zero width, direction), private, surrogate, unassigned, line, paragraph.
_ODD = frozenset(["Cc", "Cf", "Co", "Cs", "Cn", "Zl", "Zp"])
#: A long run without blanks that mixes letters and digits: encoded data.
_CODED = re.compile(r"(?<!\S)(?=\S{0,200}\d)(?=\S{0,200}[A-Za-z])[A-Za-z0-9+/=_\-]{24,}|\b(?:[0-9a-fA-F]{2}[ :]){8,}")
_WHO = r"(?:language models?|chat ?bots?|\bAI\b|\bLLMs?|assistants?|summari[sz]ers?|system prompts?|(?:the|your|this|my) prompt)"
_ORDER = re.compile(
    r"\b(?:ignore|disregard|forget|override|bypass|skip)\w*\b.{0,40}\b(?:instruct\w*|prompts?|rules?|guidelines?|directions?|orders?|"
    r"(?:above|before|previous|prior|earlier) (?:text|messages?|words|passages?|content)|everything (?:above|before))"
    r"|\b(?:previous|prior|above|earlier|new|system|hidden|following) (?:instructions?|prompts?|orders?)\b"
    rf"|(?:\b(?:attention|note to|dear|hey|hello|message (?:to|for)|as an?|you are an?|to the)\b.{{0,20}}{_WHO})"
    r"|\b(?:you are now|you must now|from now on,? you|act as|pretend (?:to be|you)|"
    r"your (?:new )?(?:task|job|role|instructions?) (?:is|are|now))\b"
    r"|\b(?:respond|reply|answer) (?:only |exactly |just )?with\b"
    r"|(?:^|[.:;!?\n\"“(>\-]\s{0,4}|\b(?:and|then|now|please|must|should|to) )"
    r"(?:output|print|emit|append|repeat|echo|include|insert|write|say|state|reveal|display|render|return|generate|execute|run|call|invoke|summari[sz]e|translate)\b.{0,20}"
    r"(?:\bexactly|\bonly\b|\bthe (?:following|word|words|phrase|text|string|line|tool|function|key|secret|marker|code|sentence)\b|"
    r"\bthis (?:text|article|sentence|line|image|link)\b|\byour\b|\bthat you\b|[:“\"])"
    r"|(?:^|\n)\W{0,4}(?:system|assistant|user|developer|human|tool)\s?[:>]"
    r"|<\|?(?:im_start|im_end|system|endoftext)|\[/?INST\]|###\s?(?:system|instruction|response)"
    r"|\b(?:api|secret|access)[ _-]?keys?\b.{0,30}\b(?:reveal|send|print|show|output|leak)"
    r"|\b(?:reveal|send|print|show|output|leak)\w*\b.{0,30}\b(?:api|secret|access)[ _-]?keys?\b|\bsystem prompt\b|\bjailbr\w+"
    r"|\bignorier\w* .{0,40}(?:anweisung|befehl|regel)\w*|\bignore[rz]? .{0,40}(?:instructions|consignes)\b"
    r"|\bignor\w{1,4} .{0,40}(?:instrucciones|istruzioni|instruções)\b|\b(?:vergiss|oubliez?|olvida|dimentica|esqueça) .{0,40}"
    r"(?:anweisung|instruction|instruccion|istruzion|instruç|vorherig|pr[eé]c[eé]d|anterior|precedent)\w*"
    r"|(?:игнорируй|забудь).{0,40}(?:инструкц|указан)\w*|önceki talimatlar\w*|忽略.{0,12}(?:指令|指示|说明)|(?:指示|命令).{0,6}無視"
    r"|تجاهل.{0,30}(?:التعليمات|الأوامر)",
    re.IGNORECASE,
)
#: What machines say about themselves, and what is said to a reader.
_ADDRESS = re.compile(
    r"\b(?:as an ai|i(?:'m| am) (?:sorry|an ai|unable)|i (?:cannot|can't|can not) |"
    r"here (?:is|are) (?:the|a|your) (?:summary|answer|key points)|"
    r"sure[,!] |certainly[,!] |click (?:here|on|the)|visit (?:our|the|this) (?:site|page|link)|subscribe (?:to|now)|"
    r"(?:send|enter|give|type) (?:us |me )?your|your (?:password|account|api|key|card)|note that you|dear reader)",
    re.IGNORECASE,
)


def has_link(text: str) -> bool:
    """Whether a web address, a host name or an e-mail address stands in the text."""
    return bool(_LINK.search(_DOTTED.sub("", text)))


def has_markup(text: str) -> bool:
    """Whether markup of any kind, a list mark, a control or an invisible character, or a second line stands in the text."""
    return bool(_MARKUP.search(text)) or any(unicodedata.category(character) in _ODD for character in text)


def gives_orders(text: str) -> bool:
    """Whether a passage seems to speak to a machine that reads it, or hides data. Errs on the side of yes; never proves a text harmless."""
    plain = "".join(" " if unicodedata.category(character) == "Cf" else character for character in unicodedata.normalize("NFKC", text))
    bare = "".join(character for character in unicodedata.normalize("NFKC", text) if unicodedata.category(character) != "Cf")
    return any(bool(_ORDER.search(one)) or bool(_CODED.search(one)) for one in (plain, bare, " ".join(bare.split())))


def speaks_to_reader(text: str) -> bool:
    """Whether a written sentence speaks about itself or to its reader instead of telling what happened."""
    return bool(_ADDRESS.search(text)) or gives_orders(text)

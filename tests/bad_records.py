"""Records that do not fit: fields, names of others, and quantities."""

from __future__ import annotations

from bad_input import ADD_MISSING, ALBA, FLOOR, TEXT, Case, Fault, case
from projects import EXAMPLE, change, put
from travaux.model.mechanism import kinds

RECORDS = [
    case(
        "unknown field",
        change(ALBA, "currency: USD", "currency: USD\nteritory: {en: Alba}"),
        Fault(
            ALBA,
            "teritory",
            "MOD002",
            "unknown field 'teritory'",
            "did you mean 'territory'?",
            "--fix: write 'territory' for 'teritory'",
        ),
    ),
    case(
        "unknown field inside",
        change(ALBA, "usable: true", "usable: true\n    all_origin: true"),
        Fault(
            ALBA,
            "all_origin",
            "MOD002",
            "unknown field 'all_origin'",
            "did you mean 'all_origins'?",
            "--fix: write 'all_origins' for 'all_origin'",
        ),
    ),
    case(
        "wrong type",
        change(ALBA, "usable: true", "usable: yes please"),
        Fault(ALBA, "usable: ^yes", "MOD003", "true or false is wanted here, not 'yes please'"),
    ),
    case(
        "number in quotes",
        change(TEXT, "min_parties: 2", 'min_parties: "2"'),
        Fault(
            TEXT,
            'min_parties: ^"2"',
            "MOD003",
            "a whole number is wanted here, not '2'",
            "write the number without quotes",
        ),
    ),
    case(
        "text for a list",
        change(ALBA, "languages: [en]", "languages: en"),
        Fault(ALBA, "languages: ^en", "MOD003", "a list is wanted here, not 'en'"),
    ),
    case(
        "empty list",
        change(TEXT, "parties: [alba, borea, corda]", "parties: []"),
        Fault(TEXT, "parties: ^[]", "MOD003", "a list of at least 1 is wanted here, not a list of 0"),
    ),
    case(
        "missing field",
        change(ALBA, "currency: USD\n", ""),
        Fault(ALBA, "id: alba", "MOD004", "the field 'currency' is missing", ADD_MISSING),
    ),
    case(
        "all faults of all records together",
        (change(ALBA, "currency: USD\n", ""), change(FLOOR, "kind: price-floor", "kind: price-flor")),
        Fault(FLOOR, "price-flor", "MOD001", "unknown kind 'price-flor'", "did you mean 'price-floor'?"),
        Fault(ALBA, "id: alba", "MOD004", "the field 'currency' is missing", ADD_MISSING),
    ),
    case(
        "two faulty records that name each other",
        (
            change(ALBA, "currency: USD", "currency: usd"),
            change("seeds/parties/borea.yaml", "currency: USD", "currency: usd"),
        ),
        Fault(ALBA, "usd", "MOD003", "'usd' is not a currency code", "three capital letters, as in USD"),
        Fault(
            "seeds/parties/borea.yaml",
            "usd",
            "MOD003",
            "'usd' is not a currency code",
            "three capital letters, as in USD",
        ),
    ),
    case(
        "unknown party",
        change(TEXT, "parties: [alba, borea, corda]", "parties: [alba, borea, cordo]"),
        Fault(
            TEXT,
            "cordo]",
            "MOD005",
            "unknown party 'cordo'",
            "did you mean 'corda'?",
            "--unsafe-fixes: write 'corda' for 'cordo'",
        ),
    ),
    case(
        "unknown product",
        change(TEXT, "products: [examplium]", "products: [exampliun]"),
        Fault(
            TEXT,
            "exampliun",
            "MOD005",
            "unknown product 'exampliun'",
            "did you mean 'examplium'?",
            "--unsafe-fixes: write 'examplium' for 'exampliun'",
        ),
    ),
    case(
        "unknown mechanism",
        change(TEXT, "mechanisms: [reference, floor,", "mechanisms: [reference, flor,"),
        Fault(
            TEXT,
            "flor,",
            "MOD005",
            "unknown mechanism 'flor'",
            "did you mean 'floor'?",
            "--unsafe-fixes: write 'floor' for 'flor'",
        ),
    ),
    case(
        "party twice",
        change(TEXT, "parties: [alba, borea, corda]", "parties: [alba, borea, alba]"),
        Fault(TEXT, "parties: [alba, borea, ^alba]", "MOD003", "named twice under `parties`: alba"),
    ),
    case(
        "kind that is a list",
        change(FLOOR, "kind: price-floor", "kind: [price-floor]"),
        Fault(
            FLOOR,
            "[price-floor]",
            "MOD003",
            "text is wanted here",
            f"known kinds: {', '.join(kinds())}",
        ),
    ),
    case(
        "two records with one key",
        put("seeds/parties/alba.yml", (EXAMPLE / ALBA).read_bytes()),
        Fault(
            "seeds/parties/alba.yml",
            "",
            "MOD006",
            f"two records with the key 'alba': the other is {ALBA}",
            "rename one of them",
        ),
    ),
    case(
        "copy not renamed inside",
        put("seeds/parties/doria.yaml", (EXAMPLE / ALBA).read_bytes()),
        Fault(
            "seeds/parties/doria.yaml",
            "id: ^alba",
            "MOD007",
            "the record says id 'alba', its file is named 'doria': two records cannot share one key",
            "give file and id the same name",
        ),
    ),
]


def price(text: str, message: str) -> Case:
    mark = f"amount: ^{text}"
    return case(
        f"price {text}", change(FLOOR, "amount: 12.50", f"amount: {text}"), Fault(FLOOR, mark, "MOD003", message)
    )


def code(text: str, message: str) -> Case:
    return case(
        f"code {text}", change(FLOOR, "HS2022 8110.10", text), Fault(FLOOR, f"hs: [^{text}]", "MOD003", message)
    )


QUANTITIES = [
    price("-12.50", "-12.50 is not above zero"),
    price("0", "0 is not above zero"),
    price(".inf", "Infinity is not a finite number"),
    price(".nan", "NaN is not a finite number"),
    case(
        "number with an exponent",
        change(FLOOR, "amount: 12.50", "amount: 1.25e1"),
        Fault(FLOOR, "amount: ^1.25e1", "SYN005", "1.25e1 has an exponent", "write the number out"),
    ),
    price("12.50001", "12.50001 has more than four decimals"),
    price('"12.50"', "'12.50' is text; a number is written without quotes, as in 110.50"),
    price("0x1F", "'0x1F' is text; a number is written without quotes, as in 110.50"),
    price("true", "a number is wanted here"),
    case(
        "currency in which nothing is calculated",
        change(FLOOR, "currency: USD", "currency: XAU"),
        Fault(
            FLOOR,
            "currency: ^XAU",
            "MOD003",
            "amounts in XAU cannot be rounded: its minor units are not known here",
        ),
    ),
    case(
        "unit without its basis",
        change(FLOOR, ", basis: contained Ex", ""),
        Fault(FLOOR, "2027-01-01: ^{", "MOD004", "the field 'basis' is missing", ADD_MISSING),
    ),
    case(
        "basis that is none",
        change(FLOOR, "basis: contained Ex", "basis: Ex"),
        Fault(
            FLOOR,
            "basis: ^Ex",
            "MOD003",
            "'Ex' is not a basis; write `contained Ga`, `Nd2O3 equivalent`, `TREO` or `gross product`",
        ),
    ),
    case(
        "bare ton",
        change(FLOOR, "per: kg", "per: ton"),
        Fault(FLOOR, "per: ^ton", "MOD003", "'ton' is ambiguous; write t (1000 kg), `short ton` or `long ton`"),
    ),
    code("8110.10", "text such as HS2022 2846.90 is wanted here, not 8110.10"),
    code("HS2022 7710.10", "HS code HS2022 7710.10: there is no chapter 77"),
    code("HS2022 81101", "'HS2022 81101' is not an HS code; write it as HS2022 2846.90"),
    code("HS2020 8110.10", "'HS2020 8110.10' is not an HS code; write it as HS2022 2846.90"),
    code("HS2022 81\u0661\u0660", "'HS2022 81\u0661\u0660' is not an HS code; write it as HS2022 2846.90"),
    code(
        "HS2022 8110.10.00",
        "HS code HS2022 8110.10.00 has 8 digits: add the party, as in HS2022 8110.10.00 US",
    ),
]

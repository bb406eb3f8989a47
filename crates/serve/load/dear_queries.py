"""The dearest query of each form: fifty common characters on each side, or ten wildcards."""

COMMON = (
    "的一是在不了有和人这中大为上个国我以要他时来用们生到作地于出就分对成会可主发年动同工也能下过子说产种"
    "面而方后多定行学法所民得经十三之进着等部度家电力里如水化高自二理起小物现实加量都两体制机当使点从业本"
)
LEFT, RIGHT = (" OR ".join(COMMON[from_ : from_ + 50]) for from_ in (0, 50))
WILDCARDS = " OR ".join(f"{left}?{right}" for left, right in zip(COMMON[:10], COMMON[20:30]))
DEAR = [
    f"({LEFT}) 近/1000字 ({RIGHT})",
    f"({LEFT}) 同段 ({RIGHT})",
    f"({LEFT}) 同句 ({RIGHT})",
    f"至少1000 ({LEFT})",
    f"导语:({LEFT})",
    f"({WILDCARDS})",
    f"({LEFT}) -({RIGHT})",
]

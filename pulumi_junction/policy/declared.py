"""Rules that judge what is declared: all they need is in the preview."""

from collections.abc import Collection, Iterator, Mapping

from pulumi_policy import EnforcementLevel, ResourceValidationPolicy

from pulumi_junction.core.describe import at
from pulumi_junction.core.identity import ENVIRONMENTS, REGIONS
from pulumi_junction.core.inputs import whole
from pulumi_junction.policy.inputs import Inputs
from pulumi_junction.policy.rule import environments_of, known_names, policy, refuse


def longest_days(
    by_environment: Mapping[str, int],
    *,
    name: str = "junction-longest-days",
    enforcement_level: EnforcementLevel | None = None,
) -> ResourceValidationPolicy:
    """Allow no more days than `{"sandbox": 90, "production": 365}`; an environment left out has no bound."""
    known_names("longest_days", "an environment", by_environment, ENVIRONMENTS)
    for env, days in by_environment.items():
        if (whole(days) or 0) < 1:
            refuse(f"longest_days: {env} needs a whole number of days, at least 1")

    def judge(inputs: Inputs) -> Iterator[str]:
        env = inputs.text("env")
        most = by_environment.get(env) if env else None
        if most is None:
            return
        for path, days in _days(inputs):
            if days > most:
                yield f"{path}: {inputs.shown(days)} days; {env} allows at most {most}. Declare {most} or fewer."

    bounds = ", ".join(f"{days} in {env}" for env, days in by_environment.items())
    return policy(
        name,
        f"No data provider pulls more days than allowed ({bounds}).",
        judge,
        enforcement_level,
        "Declare fewer days, or have the bound raised in the policy pack.",
    )


def allowed_providers(
    by_region: Mapping[str, Collection[str]],
    *,
    name: str = "junction-allowed-providers",
    enforcement_level: EnforcementLevel | None = None,
) -> ResourceValidationPolicy:
    """Allow only `{"eu": ["oura", "withings"]}`; a region left out allows every data provider."""
    known_names("allowed_providers", "a region", by_region, REGIONS)
    for region, slugs in by_region.items():
        if isinstance(slugs, str):
            refuse(f'allowed_providers: {region} needs a list, e.g. ["{slugs}"]')

    def judge(inputs: Inputs) -> Iterator[str]:
        region = inputs.text("region")
        allowed = by_region.get(region) if region else None
        if allowed is None:
            return
        for slug in inputs.keys("providers") or ():
            if slug not in allowed:
                others = ", ".join(sorted(allowed)) or "none"
                yield f"{at('providers', slug)}: not allowed in {region} (allowed: {others}). Remove it."

    return policy(
        name,
        "Only data providers that are allowed in the region are declared.",
        judge,
        enforcement_level,
        "Remove the data provider, or have it added to the policy pack.",
    )


def require_labels(
    *, name: str = "junction-require-labels", enforcement_level: EnforcementLevel | None = None
) -> ResourceValidationPolicy:
    """Require a label for each team: reviewers read labels, not UUIDs."""

    def judge(inputs: Inputs) -> Iterator[str]:
        nameless = [team for team, label in inputs.mapping("teams").items() if not str(label).strip()]
        if nameless:
            remedy = 'Declare a map: team_ids={"Acme Care": "<UUID>"}.'
            yield f"team_ids: no label for {inputs.named(nameless)}. {remedy}"

    return policy(
        name,
        "Every team has a label.",
        judge,
        enforcement_level,
        "Declare team_ids as a map from label to UUID.",
    )


def require_protect(
    environments: Collection[str] = ("production",),
    *,
    name: str = "junction-require-protect",
    enforcement_level: EnforcementLevel | None = None,
) -> ResourceValidationPolicy:
    """Require the option `protect`, with which the engine itself refuses to delete or replace the resource."""
    wanted = environments_of("require_protect", environments)

    def judge(inputs: Inputs) -> Iterator[str]:
        env = inputs.text("env")
        if env in wanted and not inputs.args.opts.protect:
            remedy = "Add opts=pulumi.ResourceOptions(protect=True)."
            yield f"opts.protect: off; in {env} nothing refuses to delete the resource, which resets it. {remedy}"

    return policy(
        name,
        f"Preferences are protected from deletion ({', '.join(sorted(wanted))}).",
        judge,
        enforcement_level,
        "Add opts=pulumi.ResourceOptions(protect=True); turn it off only in the change before a deletion.",
    )


def _days(inputs: Inputs) -> Iterator[tuple[str, float]]:
    """Every number of days with its path."""
    for slug, one in inputs.mapping("providers").items():
        path = at("providers", slug)
        if "default" in one:
            yield at(path, "default"), one["default"]
        for resource, days in one.get("resource_overrides", {}).items():
            yield at(at(path, "resource_overrides"), resource), days

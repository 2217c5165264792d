"""Requests and answers as the management API's OpenAPI document has them; class names are its schemas'."""

import re
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import BaseModel, BeforeValidator, Field, StrictInt
from pydantic_core import PydanticCustomError

Env = Literal["production", "sandbox"]
Region = Literal["us", "eu"]

# fmt: off
Provider = Literal[
    "oura", "fitbit", "garmin", "strava", "withings", "peloton", "wahoo", "zwift", "freestyle_libre",
    "abbott_libreview", "eight_sleep", "renpho", "omron", "dexcom_v3", "hammerhead", "polar", "cronometer",
    "kardia", "whoop_v2", "my_fitness_pal_v2", "map_my_fitness", "runkeeper", "apple_health_kit", "google_fit",
    "beurer_api", "ultrahuman", "google_health",
]
Resource = Literal[
    "profile", "activity", "sleep", "body", "workouts", "workout_stream", "connection", "order", "result",
    "match_review", "appointment", "result_table", "glucose", "heartrate", "hrv", "ige", "igg", "blood_oxygen",
    "blood_pressure", "cholesterol", "device", "device_legacy", "weight", "fat", "body_temperature",
    "body_temperature_delta", "meal", "water", "caffeine", "mindfulness_minutes", "steps", "calories_active",
    "distance", "floors_climbed", "respiratory_rate", "vo2_max", "calories_basal", "stress_level",
    "menstrual_cycle", "sleep_cycle", "electrocardiogram", "electrocardiogram_voltage", "afib_burden",
    "heart_rate_alert", "stand_hour", "stand_duration", "sleep_apnea_alert", "sleep_breathing_disturbance",
    "wheelchair_push", "forced_expiratory_volume_1", "forced_vital_capacity", "peak_expiratory_flow_rate",
    "inhaler_usage", "fall", "uv_exposure", "daylight_exposure", "handwashing", "basal_body_temperature",
    "heart_rate_recovery_one_minute", "body_mass_index", "lean_body_mass", "waist_circumference",
    "workout_distance", "workout_swimming_stroke", "workout_duration", "insulin_injection", "carbohydrates",
    "note", "sleep_stream", "hypnogram",
]
# fmt: on

_HYPHENATED = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", re.IGNORECASE)


def _hyphenated(value: Any) -> Any:
    """JSON Schema's `uuid` is the hyphenated form alone; Python's UUID reads braces, `urn:` and bare digits."""
    if isinstance(value, str) and not _HYPHENATED.fullmatch(value):
        raise PydanticCustomError("uuid_parsing", "Input should be a valid UUID")
    return value


Id = Annotated[UUID, BeforeValidator(_hyphenated)]

# The document says integer and no more. 1 as the least is the emulator's choice.
Days = Annotated[StrictInt, Field(ge=1)]


def whole_number(value: Any) -> Any:
    """Text in a query is an integer if it looks like JSON's; Python's takes `1.0`, `1_0` and ` 1 ` as well."""
    if isinstance(value, str) and not re.fullmatch(r"-?[0-9]+", value):
        raise PydanticCustomError("int_parsing", "Input should be a valid integer")
    return value


# The document has no least here either.
Limit = Annotated[int, BeforeValidator(whole_number), Field(ge=1)]

# Members that the document does not name are ignored, at every level of a body: no schema of it has
# `additionalProperties: false`. That is also pydantic's own rule, so nothing has to be configured here.


class DefaultConfiguration(BaseModel):
    """Days of a provider's resources, in a request."""

    historical_days_to_pull: Days


class SingleResourceOverride(BaseModel):
    """Days of one resource, in a request."""

    historical_days_to_pull: Days


class SingleProviderDataPullPreferences(BaseModel):
    """One provider in a request. `default` is required, also where only overrides change."""

    default: DefaultConfiguration
    resource_overrides: dict[Resource, SingleResourceOverride] | None = None


class UpsertTeamDataPullPreferencesBody(BaseModel):
    """The body of a POST: the same preferences for each of the teams."""

    team_ids: list[Id]
    providers: dict[Provider, SingleProviderDataPullPreferences]


class DefaultConfigurationWithLimit(BaseModel):
    """Days of a provider's resources, in an answer."""

    historical_days_to_pull: int
    historical_days_to_pull_limit: int


class SingleResourceOverrideWithLimit(BaseModel):
    """Days of one resource, in an answer."""

    historical_days_to_pull: int
    historical_days_to_pull_limit: int


class SingleProviderDataPullPreferencesWithLimit(BaseModel):
    """One provider in an answer; `resource_overrides` is null when there are none."""

    default: DefaultConfigurationWithLimit
    resource_overrides: dict[str, SingleResourceOverrideWithLimit] | None = None


class TeamDataPullPreferencesWithLimit(BaseModel):
    """One team in an answer."""

    team_id: UUID
    providers: dict[str, SingleProviderDataPullPreferencesWithLimit]


class TeamDataPullPreferencesResponse(BaseModel):
    """The answer to GET and POST; `next_cursor` is null at the end."""

    data_pull_preferences: list[TeamDataPullPreferencesWithLimit]
    next_cursor: str | None = None

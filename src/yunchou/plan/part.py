"""What every piece of a plan is, and the plain types that many of them share."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field


class Part(BaseModel):
    """A frozen piece of a plan that keeps the keys it does not know."""

    model_config = ConfigDict(frozen=True, extra="allow", allow_inf_nan=False)

    @property
    def extras(self) -> dict[str, Any]:
        """Keys found in the source that the schema does not name."""
        return dict(self.model_extra or {})


Role = str  # role ids (SD, PM, MKT…) are open: an organisation adds its own
Id = Annotated[str, Field(min_length=1, max_length=64)]
Name = Annotated[str, Field(max_length=500)]
LongText = Annotated[str, Field(max_length=100_000)]
Percent = Annotated[float, Field(ge=0, le=100)]
Number = int | float

"""The quiet sample, planned as a user does."""

import pytest

from tests.app.sample_pack import Planned, SamplePack, plan_sample


@pytest.fixture(scope="module")
def planned(tmp_path_factory: pytest.TempPathFactory) -> Planned:
    """Give the pack, made once."""
    return plan_sample("quiet", tmp_path_factory.mktemp("quiet"))


class TestQuietSample(SamplePack):
    """What must hold for every sample."""

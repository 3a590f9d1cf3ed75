from pytestqt.modeltest import ModelTester

from npq_desktop.ui.kit.tables import TextModel


def test_the_text_model_is_a_sound_model(qtmodeltester: ModelTester) -> None:
    model = TextModel(None, ("One", "Two"))
    model.show_rows([("a", "b"), ("c", "d")])

    qtmodeltester.check(model)

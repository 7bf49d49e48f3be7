"""The look: one accent, system fonts, no boxes around boxes. What a theme cannot say stands in css/."""

import gradio as gr
from gradio.themes.utils.colors import Color

PINE = Color(
    name="pine",
    c50="#eef7f4", c100="#d7ece6", c200="#b0d9ce", c300="#82c2b2", c400="#4fa894", c500="#268b77",
    c600="#11705f", c700="#0d5a4d", c800="#0a473d", c900="#083a32", c950="#04221d",
)  # fmt: skip
STONE = Color(
    name="stone",
    c50="#fbfbf9", c100="#f3f4f1", c200="#e5e8e4", c300="#cfd4d0", c400="#98a29d", c500="#6b7671",
    c600="#525d58", c700="#3a4440", c800="#222a27", c900="#171d1b", c950="#111614",
)  # fmt: skip
SANS = [gr.themes.Font(name) for name in ("system-ui", "-apple-system", "Segoe UI", "sans-serif")]
MONO = [gr.themes.Font(name) for name in ("ui-monospace", "SFMono-Regular", "Menlo", "Consolas", "monospace")]


def theme() -> gr.themes.Base:
    """The theme of all pages, light and dark."""
    return gr.themes.Base(primary_hue=PINE, secondary_hue=PINE, neutral_hue=STONE, font=SANS, font_mono=MONO).set(
        body_background_fill="*neutral_50",
        body_background_fill_dark="*neutral_950",
        body_text_color="*neutral_900",
        body_text_color_dark="*neutral_200",
        body_text_color_subdued="*neutral_600",
        body_text_color_subdued_dark="*neutral_400",
        block_background_fill="transparent",
        block_background_fill_dark="transparent",
        block_border_width="0px",
        block_shadow="none",
        block_label_text_color="*neutral_700",
        block_label_text_color_dark="*neutral_300",
        block_title_text_color="*neutral_700",
        block_title_text_color_dark="*neutral_300",
        input_background_fill="white",
        input_background_fill_dark="*neutral_900",
        input_border_color="*neutral_300",
        input_border_color_dark="*neutral_700",
        input_border_width="1px",
        input_radius="12px",
        button_primary_background_fill="*primary_600",
        button_primary_background_fill_hover="*primary_700",
        button_primary_background_fill_dark="*primary_600",
        button_primary_background_fill_hover_dark="*primary_700",
        button_primary_text_color="white",
        button_secondary_background_fill="*neutral_100",
        button_secondary_background_fill_hover="*neutral_200",
        button_secondary_background_fill_dark="*neutral_800",
        button_secondary_background_fill_hover_dark="*neutral_700",
        button_large_radius="12px",
        button_small_radius="10px",
        link_text_color="*primary_700",
        link_text_color_dark="*primary_300",
    )

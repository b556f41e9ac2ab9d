/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "drawing/atlas-drawing.h"

/* WCAG 2.2: 1.4.3 for words, 1.4.11 for the parts of a picture. */
#define FOR_WORDS 4.5
#define FOR_PARTS 3.0

static void
test_ratio_is_the_standards (void)
{
  AtlasColour black = { 0, 0, 0 };
  AtlasColour white = { 1, 1, 1 };
  AtlasColour grey = { 0x76 / 255.0, 0x76 / 255.0, 0x76 / 255.0 };

  g_assert_cmpfloat_with_epsilon (atlas_colour_contrast (black, white), 21, 0.001);
  g_assert_cmpfloat_with_epsilon (atlas_colour_contrast (white, black), 21, 0.001);
  g_assert_cmpfloat_with_epsilon (atlas_colour_contrast (grey, white), 4.54, 0.01);
}

static void
test_words_on_every_class_are_readable (void)
{
  for (int i = -1; i < ATLAS_N_CLASSES; i++)
    g_assert_cmpfloat (atlas_colour_contrast (atlas_map_fill (i), atlas_map_text (i)), >=,
                       FOR_WORDS);

  g_assert_cmpfloat (atlas_colour_contrast (atlas_mark_fill (), atlas_mark_text ()), >=, FOR_WORDS);
}

static void
test_classes_darken_in_steps_that_grey_shows (void)
{
  AtlasColour black = { 0, 0, 0 };

  for (int i = 1; i < ATLAS_N_CLASSES; i++)
    g_assert_cmpfloat (atlas_colour_contrast (atlas_map_fill (i - 1), black), >=,
                       1.3 * atlas_colour_contrast (atlas_map_fill (i), black));
}

static void
test_inks_are_readable_light_and_dark (void)
{
  for (guint i = 0; i < 4; i++)
    {
      AtlasStyle style = { .dark = (i & 1) != 0, .high_contrast = (i & 2) != 0, .text_size = 10 };
      AtlasColour paper = atlas_style_get_ink (&style, ATLAS_INK_PAPER);
      AtlasColour bar = atlas_style_get_ink (&style, ATLAS_INK_BAR);

      g_assert_cmpfloat (atlas_colour_contrast (atlas_style_get_ink (&style, ATLAS_INK_TEXT),
                                                paper), >=, FOR_WORDS);
      g_assert_cmpfloat (atlas_colour_contrast (atlas_style_get_ink (&style, ATLAS_INK_DIM_TEXT),
                                                paper), >=, FOR_WORDS);
      g_assert_cmpfloat (atlas_colour_contrast (atlas_style_get_ink (&style, ATLAS_INK_REFERENCE),
                                                paper), >=, FOR_PARTS);
      g_assert_cmpfloat (atlas_colour_contrast (bar,
                                                atlas_style_get_ink (&style, ATLAS_INK_TROUGH)), >=,
                         FOR_PARTS);

      for (guint s = 0; s < ATLAS_N_SERIES; s++)
        g_assert_cmpfloat (atlas_colour_contrast (atlas_style_get_series (&style, s), paper), >=,
                           FOR_WORDS);
    }
}

static void
test_borders_show_on_every_class (void)
{
  /* The casing is white and the line dark, so that one of the two shows on any fill. */
  for (int i = -1; i < ATLAS_N_CLASSES; i++)
    {
      double with_line = atlas_colour_contrast (atlas_map_fill (i), atlas_map_line ());
      double with_casing = atlas_colour_contrast (atlas_map_fill (i), atlas_map_casing ());

      g_assert_cmpfloat (MAX (with_line, with_casing), >=, FOR_PARTS);
    }
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/drawing/palette/ratio-is-the-standards", test_ratio_is_the_standards);
  g_test_add_func ("/drawing/palette/words-on-every-class-are-readable",
                   test_words_on_every_class_are_readable);
  g_test_add_func ("/drawing/palette/classes-darken-in-steps-that-grey-shows",
                   test_classes_darken_in_steps_that_grey_shows);
  g_test_add_func ("/drawing/palette/inks-are-readable-light-and-dark",
                   test_inks_are_readable_light_and_dark);
  g_test_add_func ("/drawing/palette/borders-show-on-every-class",
                   test_borders_show_on_every_class);

  return g_test_run ();
}

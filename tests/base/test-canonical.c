/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "base/atlas-error.h"
#include "base/atlas-json.h"

static void
assert_canonical (const char *text,
                  const char *expected)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(json_t) value = atlas_json_parse (text, -1, &error);
  g_autofree char *canonical = NULL;

  g_assert_no_error (error);
  canonical = atlas_json_to_canonical (value, &error);
  g_assert_no_error (error);
  g_assert_cmpstr (canonical, ==, expected);
}

/* RFC 8785, 3.2.2, without its numbers, which are not whole. */
static void
test_the_published_string (void)
{
  assert_canonical ("{\"string\": \"\\u20ac$\\u000F\\u000aA'\\u0042\\u0022\\u005c\\\\\\\"\\/\",\n"
                    "\"literals\": [null, true, false]}",
                    "{\"literals\":[null,true,false],"
                    "\"string\":\"\xe2\x82\xac$\\u000f\\nA'B\\\"\\\\\\\\\\\"/\"}");
}

/* RFC 8785, 3.2.3. */
static void
test_the_published_order (void)
{
  assert_canonical ("{\"\\u20ac\": \"Euro Sign\", \"\\r\": \"Carriage Return\","
                    "\"\\ufb33\": \"Hebrew Letter Dalet With Dagesh\", \"1\": \"One\","
                    "\"\\ud83d\\ude00\": \"Emoji: Grinning Face\", \"\\u0080\": \"Control\","
                    "\"\\u00f6\": \"Latin Small Letter O With Diaeresis\"}",
                    "{\"\\r\":\"Carriage Return\",\"1\":\"One\",\"\xc2\x80\":\"Control\","
                    "\"\xc3\xb6\":\"Latin Small Letter O With Diaeresis\","
                    "\"\xe2\x82\xac\":\"Euro Sign\","
                    "\"\xf0\x9f\x98\x80\":\"Emoji: Grinning Face\","
                    "\"\xef\xac\xb3\":\"Hebrew Letter Dalet With Dagesh\"}");
}

static void
test_every_control_has_its_escape (void)
{
  assert_canonical ("\"\\u0001\\b\\t\\n\\u000b\\f\\r\\u001f\\u007f\"",
                    "\"\\u0001\\b\\t\\n\\u000b\\f\\r\\u001f\x7f\"");
}

static void
test_whole_numbers_and_nesting (void)
{
  assert_canonical (" { \"b\" : [ 1 , { \"z\" : -9007199254740991, \"a\" : { } } , [ ] ], "
                    "\"\": 0 } ",
                    "{\"\":0,\"b\":[1,{\"a\":{},\"z\":-9007199254740991},[]]}");
}

static void
assert_refused (const char *text)
{
  g_autoptr(GError) error = NULL;
  g_autoptr(json_t) value = atlas_json_parse (text, -1, NULL);
  g_autofree char *canonical = atlas_json_to_canonical (value, &error);

  g_assert_error (error, ATLAS_ERROR, ATLAS_ERROR_INVALID);
  g_assert_null (canonical);
}

static void
test_other_numbers_are_refused (void)
{
  assert_refused ("[4.50]");
  assert_refused ("{\"a\":1E30}");
  assert_refused ("[9007199254740992]");
  assert_refused ("[-9007199254740992]");
}

int
main (int    argc,
      char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/base/canonical/the-published-string", test_the_published_string);
  g_test_add_func ("/base/canonical/the-published-order", test_the_published_order);
  g_test_add_func ("/base/canonical/every-control-has-its-escape",
                   test_every_control_has_its_escape);
  g_test_add_func ("/base/canonical/whole-numbers-and-nesting", test_whole_numbers_and_nesting);
  g_test_add_func ("/base/canonical/other-numbers-are-refused", test_other_numbers_are_refused);

  return g_test_run ();
}

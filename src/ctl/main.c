/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-ctl"

#include "config.h"

#include <glib/gi18n.h>
#include <sodium.h>
#include <string.h>

#include "base/atlas-language.h"
#include "ctl/atlas-ctl.h"

static const struct {
  const char     *name;
  AtlasCtlCommand command;
  const char     *summary;
} commands[] = {
  { "init", atlas_ctl_init, N_("make a new store from a county pack") },
  { "counties", atlas_ctl_counties, N_("the counties on this laptop") },
  { "list", atlas_ctl_list, N_("the records of a type") },
  { "show", atlas_ctl_show, N_("one page's facts") },
  { "clocks", atlas_ctl_clocks, N_("every running deadline") },
  { "day6", atlas_ctl_day6, N_("the six school days of an exclusion") },
  { "capacity", atlas_ctl_capacity, N_("where the places stand") },
  { "find-place", atlas_ctl_find_place, N_("places for a child, and what stands in the way") },
  { "forecast", atlas_ctl_forecast, N_("when places are full, and how sure that is") },
  { "activities", atlas_ctl_activities, N_("advice and outreach by term, school and kind") },
  { "indicators", atlas_ctl_indicators, N_("what the county's strategy counts each term") },
  { "decisions", atlas_ctl_decisions, N_("what panels decided about a school's pupils") },
  { "check", atlas_ctl_check, N_("findings of every rule over every record") },
  { "document", atlas_ctl_document, N_("add a file to a referral, or write one out") },
  { "import", atlas_ctl_import, N_("take in a file") },
  { "export", atlas_ctl_export, N_("write a file") },
  { "apply", atlas_ctl_apply, N_("make one change") },
  { "history", atlas_ctl_history, N_("what was changed") },
  { "undo", atlas_ctl_undo, N_("take a change back") },
  { "join", atlas_ctl_join, N_("enrol this store with a county's server") },
  { "trust", atlas_ctl_trust, N_("trust another authority for the server") },
  { "proxy", atlas_ctl_proxy, N_("keep what the network's proxy asks for") },
  { "sync", atlas_ctl_sync, N_("send what was done here, get what others did") },
  { "devices", atlas_ctl_devices, N_("your own laptops; lock one that is lost") },
  { "questions", atlas_ctl_questions, N_("what people must settle") },
  { "settle", atlas_ctl_settle, N_("settle one of them") },
  { "pack", atlas_ctl_pack, N_("look at a county pack that somebody makes") },
  { "verify", atlas_ctl_verify, N_("look for damage") },
};

static AtlasCtlExit
print_help (AtlasCtlExit code)
{
  g_autoptr(GString) text = g_string_new (_("Usage: atlasctl COMMAND …"));

  g_string_append_c (text, '\n');
  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    g_string_append_printf (text, "  %-10s %s\n", commands[i].name, _(commands[i].summary));
  g_string_append_printf (text, "%s\n", _("Each command explains itself with --help."));

  if (code != ATLAS_CTL_DONE)
    g_printerr ("%s", text->str);
  else if (!atlas_ctl_write (text->str))
    return ATLAS_CTL_FAILURE;

  return code;
}

int
main (int    argc,
      char **argv)
{
  g_auto(AtlasCtl) ctl = { .as_of = ATLAS_DATE_NONE };

  atlas_language_init ();
  g_set_prgname ("atlasctl");
  if (sodium_init () < 0)
    return atlas_ctl_fail (NULL);
  if (argc < 2)
    return print_help (ATLAS_CTL_USAGE);
  if (strcmp (argv[1], "--help") == 0 || strcmp (argv[1], "help") == 0)
    return print_help (ATLAS_CTL_DONE);
  if (strcmp (argv[1], "--version") == 0)
    return atlas_ctl_write (PACKAGE_VERSION "\n") ? ATLAS_CTL_DONE : ATLAS_CTL_FAILURE;

  for (gsize i = 0; i < G_N_ELEMENTS (commands); i++)
    {
      if (strcmp (argv[1], commands[i].name) == 0)
        return commands[i].command (&ctl, argc - 1, argv + 1);
    }

  g_printerr ("atlasctl: ");
  /* Translators: %s is what somebody typed instead of a command. */
  g_printerr (_("There is no command “%s”."), argv[1]);
  g_printerr ("\n");

  return print_help (ATLAS_CTL_USAGE);
}

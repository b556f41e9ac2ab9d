/* SPDX-License-Identifier: GPL-3.0-or-later */
#define G_LOG_DOMAIN "atlas-app"

#include "config.h"

#include "app/atlas-asked.h"

AtlasAsked *
atlas_asked_new (const char *of,
                 AtlasDate   on)
{
  AtlasAsked *self = g_new0 (AtlasAsked, 1);

  self->of = g_strdup (of);
  self->on = on;

  return self;
}

void
atlas_asked_free (AtlasAsked *self)
{
  g_free (self->of);
  g_free (self);
}

/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "world.h"

G_BEGIN_DECLS

void history_set_weather (World *world);
void history_begin       (World *world);
void history_step        (World *world);
void history_rest        (World *world);
void history_check       (World *world);

G_END_DECLS

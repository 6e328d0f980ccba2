#pragma once

#include "engine/api/router.h"
#include "engine/remotewrite/receiver.h"

namespace watchglass::api {

/// Adds /api/v1/write, the receiver of Prometheus's remote write, versions 1 and 2. Null: it is not there, as in
/// Prometheus without --web.enable-remote-write-receiver. The receiver outlives the router.
void addWriteRoutes(Router& router, remotewrite::Receiver* receiver);

}  // namespace watchglass::api

#pragma once

#include "engine/config/yaml.h"

namespace watchglass::yaml {

struct Node::Data {
    Kind kind = Kind::Null;
    ScalarType scalarType = ScalarType::String;
    int line = 0;
    int column = 0;
    std::size_t expandedSize = 1;  ///< this node and all below it, aliases counted each time
    std::string text;
    std::vector<Node> items;
    std::vector<Member> members;
    std::shared_ptr<const std::string> file;  // shared by the document's nodes, immutable
};

}  // namespace watchglass::yaml

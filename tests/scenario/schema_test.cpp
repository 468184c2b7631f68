// The JSON Schema, judged by python3-jsonschema on the ready and the broken scenarios.
#include <cstdlib>
#include <fstream>

#include <gtest/gtest.h>

#include <cxload/scenario/schema.hpp>
#include <cxload/scenario/shape.hpp>
#include <cxload/scenario/step_registry.hpp>

namespace cxload::scenario {
namespace {

TEST(Schema, AcceptsGoodScenariosAndRefusesBrokenOnes) {
  const auto file = std::filesystem::path(testing::TempDir()) / "cxload_schema.json";
  std::ofstream(file) << json_schema();
  const std::string command = "/usr/bin/python3 tests/scenario/check_schema.py " + file.string();
  EXPECT_EQ(std::system(command.c_str()), 0);
  std::filesystem::remove(file);
}

TEST(Schema, NamesEveryKeyAndStep) {
  const std::string schema = json_schema();
  for (const Shape* shape :
       {&scenario_shape, &deployment_shape, &group_shape, &load_shape, &answer_shape, &pool_shape})
    for (const Field& field : shape->fields) {
      EXPECT_NE(schema.find("\"" + std::string(field.key) + "\": {"), std::string::npos) << field.key;
      EXPECT_FALSE(field.help.empty()) << field.key;
    }
  for (const StepDescriptor* step : step_registry()) {
    EXPECT_NE(schema.find("\"" + std::string(step->name) + "\": {"), std::string::npos) << step->name;
    EXPECT_FALSE(step->help.empty()) << step->name;
    EXPECT_TRUE(step->shape != nullptr || !step->schema.empty()) << step->name;
  }
}

}  // namespace
}  // namespace cxload::scenario

/// The E-model against published and independently computed values (G.107, G.107.1, G.107.2; G.113).
#include <gtest/gtest.h>

#include <cxload/media/quality.hpp>

namespace cxload::media {
namespace {

using namespace std::chrono_literals;

TEST(Quality, MosOfR) {
  for (const auto& [r, mos] : std::initializer_list<std::pair<double, double>>{{20, 1.252},
                                                                               {30, 1.609},
                                                                               {40, 2.064},
                                                                               {50, 2.575},
                                                                               {60, 3.100},
                                                                               {70, 3.597},
                                                                               {80, 4.024},
                                                                               {90, 4.339},
                                                                               {93.2, 4.409},
                                                                               {100, 4.5},
                                                                               {0, 1},
                                                                               {-5, 1},
                                                                               {3, 1},
                                                                               {130, 4.5}})
    EXPECT_NEAR(mos_of(r), mos, 0.0006) << r;
}

TEST(Quality, DelayWithoutEcho) {
  for (const auto& [delay, impairment] : std::initializer_list<std::pair<Duration, double>>{{0ms, 0},
                                                                                            {100ms, 0},
                                                                                            {150ms, 0.16},
                                                                                            {200ms, 3.04},
                                                                                            {250ms, 8.92},
                                                                                            {300ms, 14.76},
                                                                                            {400ms, 24.07},
                                                                                            {500ms, 30.64}})
    EXPECT_NEAR(delay_impairment(delay), impairment, 0.006);
}

TEST(Quality, LossOfG711) {
  const CodecQuality g711 = quality_of("PCMU");
  for (const auto& [percent, impairment, mos] :
       std::initializer_list<std::tuple<double, double, double>>{{0, 0, 4.41},
                                                                 {0.5, 1.86, 4.37},
                                                                 {1, 3.64, 4.33},
                                                                 {2, 7.01, 4.23},
                                                                 {3, 10.14, 4.13},
                                                                 {5, 15.78, 3.92},
                                                                 {10, 27.07, 3.41}}) {
    EXPECT_NEAR(effective_impairment(g711, percent / 100, 1), impairment, 0.006) << percent;
    EXPECT_NEAR(rate(g711, {percent / 100, 1, 50ms}).mos, mos, 0.006) << percent;
  }
  EXPECT_NEAR(effective_impairment(g711, 0.02, 2), 7.28, 0.006) << "in bursts";
}

TEST(Quality, LossWithoutConcealmentAndOfAnotherCodec) {
  const CodecQuality bare{Scale::nb, 0, 4.3, {}, {}}, g729{Scale::nb, 11, 19, {}, {}};
  EXPECT_NEAR(effective_impairment(bare, 0.01, 1), 17.92, 0.006);
  EXPECT_NEAR(effective_impairment(bare, 0.10, 1), 66.43, 0.006);
  EXPECT_NEAR(effective_impairment(g729, 0.05, 1), 28.5, 0.06);
  EXPECT_NEAR(rate(g729, {0.10, 1, 0ms}).mos, 2.75, 0.006);
}

TEST(Quality, FullbandAsOthersComputeIt) {  // Ie 10.2, Bpl 4.3 on the scale of 148
  const CodecQuality other{Scale::fb, 10.2, 4.3, {}, {}};
  EXPECT_NEAR(rate(other, {0, 1, 0ms}).mos, 4.41, 0.006);
  EXPECT_NEAR(rate(other, {0.01, 1, 0ms}).mos, 3.93, 0.01);
  EXPECT_NEAR(rate(other, {0.02, 1, 0ms}).mos, 3.45, 0.01);
}

TEST(Quality, EachCodecIsOnTheScaleOfItsBand) {
  EXPECT_EQ(rate(quality_of("pcma"), {}).scale, Scale::nb);
  EXPECT_EQ(rate(quality_of("G722"), {}).scale, Scale::wb);
  EXPECT_EQ(rate(quality_of("OPUS"), {}).scale, Scale::fb);
  EXPECT_NEAR(rate(quality_of("G722"), {}).r, 116, 0.01);
  EXPECT_GT(rate(quality_of("opus"), {}).mos, 4.1);
  EXPECT_FALSE(quality_of("opus").source.empty());
}

TEST(Quality, MoreLossAndMoreDelayAreNeverBetter) {
  for (const char* codec : {"PCMU", "G722", "opus"}) {
    double before = 5;
    for (int loss = 0; loss <= 100; ++loss) {
      const double mos = rate(quality_of(codec), {loss / 100.0, 1.5, 80ms}).mos;
      EXPECT_LE(mos, before + 1e-12);
      EXPECT_GE(mos, 1);
      before = mos;
    }
    before = 5;
    for (int delay = 0; delay < 1000; delay += 10) {
      const double mos = rate(quality_of(codec), {0.01, 1, std::chrono::milliseconds(delay)}).mos;
      EXPECT_LE(mos, before + 1e-12);
      before = mos;
    }
  }
}

TEST(Quality, RunsOfRandomLossAreNoBursts) {
  EXPECT_NEAR(burst_ratio(0.1, 1 / 0.9), 1, 1e-9);
  EXPECT_GT(burst_ratio(0.1, 3), 2.5);
  EXPECT_EQ(burst_ratio(0, 0), 1);
  EXPECT_EQ(burst_ratio(1, 500), 1);
}

}  // namespace
}  // namespace cxload::media

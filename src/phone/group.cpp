#include <cxload/phone/group.hpp>

namespace cxload::phone {

const AnswerPolicy* Group::draw_answer(Random& random) const {
  if (!answer) return nullptr;
  if (further_answers.empty()) return &*answer;
  double sum = answer->share;
  for (const AnswerPolicy& policy : further_answers) sum += policy.share;
  double drawn = random.unit() * sum - answer->share;
  if (drawn < 0) return &*answer;
  for (const AnswerPolicy& policy : further_answers) {
    drawn -= policy.share;
    if (drawn < 0) return &policy;
  }
  return &further_answers.back();
}

}  // namespace cxload::phone

"""What does the signed contract say that a firm attaches, and what the bank's receipt of a royalty?"""

from datetime import date
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from zhuanhua.core.money import wan_text, yuan_text
from zhuanhua.demo.papers import pdf

CHAPTERS = (
    ("标的", "一、标的：{title}。甲方委托乙方按本合同约定的技术目标完成工作，乙方交付下列成果。"),
    ("指标", "二、技术指标：在甲方现场连续运行720小时，主要指标不低于附件一的数值；故障率不高于千分之二。"),
    ("成果", "三、成果形式：技术报告一份，软件或者样机一套，操作规程一份，并完成两次现场培训。"),
    ("价款", "四、价款：合同总价{total}万元，其中技术费{trade}万元。{terms}"),
    ("期限", "五、履行期限：{starts}至{ends}。"),
    (
        "权属",
        "六、知识产权：履行本合同产生的技术成果，申请专利的权利归双方共有；一方转让其份额的，另一方可以优先受让。",
    ),
    (
        "风险",
        "七、风险责任：因现有技术水平难以克服的困难，造成研究开发失败或者部分失败的，损失由双方合理分担。",
    ),
    ("争议", "八、争议：协商不成的，提交合同履行地人民法院处理。本合同一式四份，双方盖章后生效。"),
)


def bank_slip(contract: Any, amount_fen: int, day: date) -> SimpleUploadedFile:
    """Write the bank's receipt of a royalty that arrived."""
    lines = [
        f"付款人：{contract.buyer.name}",
        f"收款人：{contract.seller.name}",
        f"金额：{yuan_text(amount_fen)}元",
        f"到账日期：{day}",
        f"用途：{contract.project_name}提成",
    ]
    body = pdf("客户收款回单", lines)
    return SimpleUploadedFile("银行回单.pdf", body.read(), content_type="application/pdf")


def signed_contract(contract: Any) -> SimpleUploadedFile:
    """Write the contract's text as the parties signed it."""
    words = {
        "title": contract.project_name,
        "total": wan_text(contract.total_fen),
        "trade": wan_text(contract.trade_fen or contract.total_fen),
        "terms": contract.payment_terms,
        "starts": contract.starts_on,
        "ends": contract.ends_on,
    }
    head = [
        f"甲方（买方）：{contract.buyer.name}",
        f"乙方（卖方）：{contract.seller.name}",
        f"签订日期：{contract.signed_on}",
        "",
    ]
    body = pdf(contract.project_name[:30], [*head, *(text.format(**words) for _, text in CHAPTERS)])
    return SimpleUploadedFile("技术合同（双方签章）.pdf", body.read(), content_type="application/pdf")

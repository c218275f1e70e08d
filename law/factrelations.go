package law

// relationshipFacts are those of the relationship that a rule is tried on.
func relationshipFacts() []Fact {
	const source = "relationship.recorded"
	of := func(name, text string, get func(*Relationship) Truth) Fact {
		return needed("relationship."+name, source, text, func(v *view) Truth {
			if v.relation == nil {
				return NotKnown
			}
			return get(v.relation)
		})
	}
	on := func(name, text string, get func(*Relationship) Date) Fact {
		return day("relationship."+name, source, text, func(v *view) Date {
			if v.relation == nil {
				return 0
			}
			return get(v.relation)
		})
	}
	return []Fact{
		word("relationship.kind", Requirement, source, "What the dealing is.", func(v *view) string {
			if v.relation == nil {
				return ""
			}
			return v.relation.Kind
		}),
		flag("relationship.runs", source, "It is a contract or an ongoing subscription that has not ended.", func(v *view) bool {
			return v.relation != nil && v.runs(v.relation)
		}),
		on("on", "The day of the dealing.", func(r *Relationship) Date { return r.On }),
		on("created_on", "The day on which the account was made; evidence only.", func(r *Relationship) Date { return r.CreatedOn }),
		on("last_purchase_on", "The latest purchase.", func(r *Relationship) Date { return r.LastPurchaseOn }),
		on("enquiry_on", "The latest enquiry.", func(r *Relationship) Date { return r.EnquiryOn }),
		on("contract_end_on", "The day on which the contract ended.", func(r *Relationship) Date { return r.ContractEndOn }),
		day("relationship.acted_on", "derived: purchase, enquiry or the dealing itself", "The person's latest act in it.", func(v *view) Date {
			if v.relation == nil {
				return 0
			}
			return max(v.actOf(v.relation), v.day(v.relation.On))
		}),
		of("similar_products", "The message is about similar products of the same sender.", func(r *Relationship) Truth { return r.SimilarProducts }),
		of("details_obtained_in_sale", "The sender got the address from her, in the dealing.", func(r *Relationship) Truth { return r.DetailsObtainedInSale }),
		of("opt_out_offered_at_collection", "She could refuse when the address was taken.", func(r *Relationship) Truth { return r.OptOutOfferedAtCollection }),
		of("opt_out_in_every_message", "Every message offers to refuse.", func(r *Relationship) Truth { return r.OptOutInEveryMessage }),
		of("object_related", "The message is related to the object of the contract.", func(r *Relationship) Truth { return r.ObjectRelated }),
		of("same_company", "The dealing is with the sender, not with its group.", func(r *Relationship) Truth { return r.SameCompany }),
		of("ongoing", "The dealing goes on.", func(r *Relationship) Truth { return r.Ongoing }),
		of("written", "The contract is in writing.", func(r *Relationship) Truth { return r.Written }),
		of("account_remunerated_indirectly", "The free account is paid for in another way (CJEU C-654/23).", func(r *Relationship) Truth {
			return r.AccountRemuneratedIndirectly
		}),
	}
}

// circumstanceFacts are those of the contact point, the sender and the call.
func circumstanceFacts() []Fact {
	const contact, claim, setting = "contact.recorded", "question or contact.recorded", "setting of the organisation"
	return []Fact{
		day("last_contact_on", "contact.recorded; derived from grant, purchase, enquiry, donation, text", "Her last active act.",
			func(v *view) Date { return v.lastContact() }),
		day("retention.from", "derived: the later of last_contact_on and the end of the last contract", "From when unused data age.",
			func(v *view) Date {
				end, _ := v.contractEnd()
				return max(end, v.lastContact())
			}),
		flag("contract.running", "relationship.recorded", "Some contract runs.", func(v *view) bool {
			_, running := v.contractEnd()
			return running
		}),
		day("last_open_on", contact, "The last opening of a mail; evidence only.", func(v *view) Date { return v.f.LastOpenOn }),
		day("last_marketing_sent_on", "message.sent", "The last marketing message sent.", func(v *view) Date { return v.f.LastMarketingSentOn }),
		word("address_kind", Requirement, claim, "generic, named_professional, published, conspicuously_published.", func(v *view) string { return v.f.AddressKind }),
		needed("related_to_profession", claim, "The message is about her profession or function.", func(v *view) Truth { return v.f.RelatedToProfession }),
		needed("published_for_this_purpose", claim, "The address is published for such messages.", func(v *view) Truth { return v.f.PublishedForThisPurpose }),
		needed("no_cem_statement", claim, "A wish for no advertising stands beside the published address.", func(v *view) Truth { return v.f.NoCEMStatement }),
		needed("informed_at_collection", claim, "She was informed when the address was taken (GDPR art. 13, 14).", func(v *view) Truth { return v.f.InformedAtCollection }),
		needed("presumed_interest", claim, "Concrete circumstances let presume her interest.", func(v *view) Truth { return v.f.PresumedInterest }),
		word("sender_kind", Requirement, setting, "charity.", func(v *view) string { return v.f.SenderKind }),
		word("sector", Defect, setting, "energy_renovation, electricity_gas, claims_management, pensions, press.", func(v *view) string { return v.f.Sector }),
		word("caller_number_kind", Defect, setting, "mobile, special_prefix.", func(v *view) string { return v.f.CallerNumberKind }),
		word("line", Requirement, contact, "mobile, landline; unknown counts as the stricter.", func(v *view) string { return v.f.Line }),
		needed("autodialed", claim, "A machine chose or dialled the number.", func(v *view) Truth { return v.f.Autodialed }),
		needed("os_permission", contact, "The device lets the app notify.", func(v *view) Truth { return v.f.OSPermission }),
		number("attempts_last_30_days", "message.sent", "Calls tried in the last 30 days, before this one.", func(v *view) (int, bool) {
			return v.attempts(Period{Days: 30}), true
		}),
		number("confirmations_sent", "message.sent", "Confirmations sent for this act, before this one.", func(v *view) (int, bool) {
			return v.f.ConfirmationsSent, true
		}),
		number("messages_sent_on_referral", "message.sent", "Messages sent on this referral, before this one.", func(v *view) (int, bool) {
			return v.f.MessagesSentOnReferral, true
		}),
		day("referral.on", "relationship.recorded", "When she was recommended.", func(v *view) Date {
			if v.f.Referral == nil {
				return 0
			}
			return v.f.Referral.On
		}),
		needed("referral.referrer_named", "relationship.recorded", "The message names who did.", func(v *view) Truth {
			if v.f.Referral == nil || v.f.Referral.On > v.at.Day {
				return NotKnown
			}
			return truth(v.f.Referral.ReferrerNamed)
		}),
		number("age", "question or contact.recorded", "Her age in years; absent means adult.", func(v *view) (int, bool) {
			if v.f.Age == nil {
				return 0, false
			}
			return *v.f.Age, true
		}),
		defect("online_service_to_child", claim, "An online service offered directly to a child.", func(v *view) Truth { return v.f.OnlineServiceToChild }),
	}
}
